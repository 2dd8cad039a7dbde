package io.jenkins.cd4ml.data.suggestion;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a column's name says of it: that it is what others predict, or that it identifies a row or a place. */
final class TargetNames {
    /** Surer ones first. */
    private static final List<String> TARGETS = List.of(
            "target",
            "label",
            "labels",
            "class",
            "outcome",
            "response",
            "survived",
            "churn",
            "churned",
            "attrition",
            "exited",
            "default",
            "fraud",
            "is_fraud",
            "isfraud",
            "price",
            "saleprice",
            "sale_price",
            "species",
            "diagnosis",
            "quality",
            "income",
            "salary",
            "tip",
            "rating",
            "charges",
            "mpg",
            "medv",
            "y");

    /** Columns that are a place with the letter of a target among them. */
    private static final List<String> AXES = List.of("x", "z");

    private static final Pattern IDENTITY = Pattern.compile(
            "(?i)(.*[^a-z])?(id|key|uuid|guid|code|zip|zip_?code|postcode|postal_?code|plz|index|row|nr|no|number|phone|ssn|ean|isbn|iban)"
                    + "|unnamed: ?\\d+|column_?0*");
    private static final Pattern IDENTITY_IN_CAMEL_CASE = Pattern.compile(".*[a-z](Id|ID|Code|Key|Number|Nr)");
    private static final Pattern PLACE =
            Pattern.compile("(?i)(.*[^a-z])?(lat|latitude|lon|lng|long|longitude|easting|northing)");

    private TargetNames() {}

    /** The column that is most likely a target by its name. */
    static Optional<String> named(List<String> learnable) {
        List<String> lower =
                learnable.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        return TARGETS.stream()
                .filter(name -> !name.equals("y") || !lower.containsAll(AXES))
                .map(lower::indexOf)
                .filter(index -> index >= 0)
                .map(learnable::get)
                .findFirst();
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
