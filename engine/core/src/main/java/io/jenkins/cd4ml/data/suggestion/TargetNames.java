package io.jenkins.cd4ml.data.suggestion;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a column's name says of it: that it is what others predict, or that it identifies a row or a place. */
final class TargetNames {
    /** In lower case, without what is neither letter nor digit; surer ones first. */
    private static final List<String> TARGETS = List.of(
            "target",
            "label",
            "labels",
            "outcome",
            "response",
            "survived",
            "churn",
            "churned",
            "churnlabel",
            "churnflag",
            "attrition",
            "exited",
            "default",
            "defaulted",
            "defaultpaymentnextmonth",
            "seriousdlqin2yrs",
            "loanstatus",
            "creditrisk",
            "fraud",
            "isfraud",
            "fraudulent",
            "iscanceled",
            "iscancelled",
            "cancelled",
            "spam",
            "isspam",
            "sentiment",
            "readmitted",
            "mortality",
            "deathevent",
            "heartdisease",
            "stroke",
            "diagnosis",
            "malignant",
            "potability",
            "converted",
            "purchased",
            "clicked",
            "clickedonad",
            "subscribed",
            "deposit",
            "satisfaction",
            "price",
            "saleprice",
            "sellingprice",
            "salesprice",
            "medianhousevalue",
            "medhouseval",
            "medv",
            "rent",
            "species",
            "variety",
            "income",
            "salary",
            "charges",
            "tip",
            "rating",
            "rings",
            "quality",
            "sales",
            "demand",
            "mpg",
            "cnt",
            "class",
            "y");

    /** What a name ends with whose other words say of what: {@code next_month_price}. */
    private static final Pattern TARGET_ENDING = Pattern.compile(
            "(?i).*[^a-z](target|label|outcome|churn|survived|fraud|price)|.*[a-z](Target|Label|Outcome|Churn|Fraud|Price)");

    /** Names of classes that may as well be those of a feature: of a ticket, of a wine. */
    private static final List<String> DOUBTFUL = List.of("class", "quality", "rating", "y");

    /** Columns that are a place with the letter of a target among them. */
    private static final List<String> AXES = List.of("x", "z");

    private static final Pattern IDENTITY = Pattern.compile(
            "(?i)(.*[^a-z])?(id|key|uuid|guid|code|zip|zip_?code|postcode|postal_?code|plz|index|row|nr|no|number|phone|ssn|ean|isbn|iban)"
                    + "|unnamed: ?\\d+|column_?0*");
    private static final Pattern IDENTITY_IN_CAMEL_CASE = Pattern.compile(".*[a-z](Id|ID|Code|Key|Number|Nr)");
    private static final Pattern PLACE =
            Pattern.compile("(?i)(.*[^a-z])?(lat|latitude|lon|lng|long|longitude|easting|northing)");
    private static final Pattern MEASURE = Pattern.compile(
            "(?i)[xz]|(.*[^a-z])?(length|width|height|depth|diameter|radius|thickness)\\d*([^a-z].*)?|.*[a-z](Length|Width|Height)(Cm|Mm|In)?");

    private TargetNames() {}

    /**
     * The column that is most likely a target by its name.
     *
     * @param twins by column those that say the same
     */
    static Optional<String> named(List<String> learnable, Map<String, List<String>> twins) {
        List<String> plain = learnable.stream().map(TargetNames::plain).toList();
        Optional<String> named = TARGETS.stream()
                .filter(name -> !name.equals("y") || !plain.containsAll(AXES))
                .map(plain::indexOf)
                .filter(index -> index >= 0)
                .map(learnable::get)
                .filter(name -> !DOUBTFUL.contains(plain(name)) || !twins.containsKey(name))
                .findFirst();
        return named.isPresent()
                ? named
                : learnable.stream()
                        .filter(name -> TARGET_ENDING.matcher(name).matches())
                        .reduce((first, last) -> last);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Whether the name is that of a measurement, such as a length: usually a feature, rarely a target. */
    static boolean isMeasure(String name) {
        return MEASURE.matcher(name).matches();
    }

    static boolean isIdentity(String name) {
        return IDENTITY.matcher(name).matches()
                || IDENTITY_IN_CAMEL_CASE.matcher(name).matches();
    }

    /** Whether no model is likely to be meant to answer with it. */
    static boolean isNoTarget(String name) {
        return isIdentity(name) || PLACE.matcher(name).matches();
    }
}
