package io.jenkins.cd4ml.data.source;

import io.jenkins.cd4ml.config.DataSettings.Format;
import io.jenkins.cd4ml.data.image.PictureFile;
import java.util.List;
import java.util.Locale;

/** Which format a file has, by its name. */
public final class FileFormat {
    private static final String PACKED = ".gz";
    private static final List<String> TEXT = List.of(".csv", ".tsv", ".jsonl", ".ndjson");
    private static final String PARQUET = ".parquet";
    /** What Excel and Word leave beside a file that is open begins with it. */
    static final String OPENED = "~$";

    private static final List<String> UNREAD_IMAGES =
            List.of(".tif", ".tiff", ".webp", ".heic", ".heif", ".avif", ".jp2", ".svg", ".psd", ".dcm", ".ico");
    private static final List<String> UNREAD_ROWS = List.of(
            ".xlsx",
            ".xls",
            ".xlsm",
            ".ods",
            ".json",
            ".txt",
            ".dat",
            ".data",
            ".feather",
            ".arrow",
            ".orc",
            ".avro",
            ".h5",
            ".hdf5",
            ".pkl",
            ".npy",
            ".npz",
            ".sav",
            ".dta",
            ".sas7bdat",
            ".rds",
            ".xml",
            ".sqlite",
            ".db",
            ".zip",
            ".zst",
            ".bz2",
            ".xz",
            ".7z",
            ".tar",
            ".tgz");

    private FileFormat() {}

    /**
     * The declared format where there is one; otherwise what the name's ending tells, {@code .gz} left aside; else CSV. Beside images there
     * are files of rows: labels, logs of requests.
     */
    public static Format of(String name, Format declared) {
        if (declared != null && (declared != Format.IMAGES || !isRows(name))) {
            return declared;
        }
        String plain = plain(name);
        if (plain.endsWith(PARQUET)) {
            return Format.PARQUET;
        }
        boolean json = plain.endsWith(".jsonl") || plain.endsWith(".ndjson") || plain.endsWith(".json");
        return json ? Format.JSONL : Format.CSV;
    }

    /** Whether a folder stands for a file of that name, too. */
    static boolean isData(String name, Format declared) {
        return declared == Format.IMAGES ? isImage(name) : isRows(name);
    }

    /** What a file of data that is not read is counted as, such as {@code *.xlsx}; null where it is not likely to be data. */
    static String unread(String name, Format declared) {
        if (name.startsWith(OPENED)) {
            return OPENED + "*";
        }
        String plain = plain(name);
        for (String ending : declared == Format.IMAGES ? UNREAD_IMAGES : UNREAD_ROWS) {
            if (plain.endsWith(ending)) {
                return "*" + ending;
            }
        }
        return null;
    }

    /** Whether the name is one of an image. */
    public static boolean isImage(String name) {
        return endsWith(name.toLowerCase(Locale.ROOT), PictureFile.ENDINGS);
    }

    private static boolean isRows(String name) {
        String plain = plain(name);
        return endsWith(plain, TEXT) || plain.endsWith(PARQUET);
    }

    /** No stream: a JVM that has just started takes its time for those, and there may be a million names. */
    private static boolean endsWith(String name, List<String> endings) {
        for (String ending : endings) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(PACKED) ? lower.substring(0, lower.length() - PACKED.length()) : lower;
    }

    /** The endings of files that a folder stands for, for messages. */
    public static String endings(Format declared) {
        return declared == Format.IMAGES
                ? "*" + String.join(", *", PictureFile.ENDINGS)
                : "*.csv, *.tsv, *.jsonl, *.ndjson (or one of them with .gz) or *.parquet";
    }
}
