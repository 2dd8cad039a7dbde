package io.jenkins.cd4ml.data.suggestion;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names that columns of personal data go by. */
final class PersonalNames {
    /** Such a column is personal whatever it holds. */
    private static final Set<String> ALWAYS = Set.of(
            "email",
            "mail",
            "ssn",
            "phone",
            "telephone",
            "mobile",
            "fax",
            "iban",
            "passport",
            "surname",
            "firstname",
            "lastname",
            "fullname",
            "dob",
            "birthdate",
            "birthday",
            "street",
            "password",
            "address",
            "ip");
    /** Such a column is personal where nearly every row has another value. */
    private static final Set<String> IF_UNIQUE =
            Set.of("name", "username", "user", "customer", "patient", "person", "card");

    private static final List<List<String>> PHRASES = List.of(
            List.of("social", "security"),
            List.of("credit", "card"),
            List.of("date", "of", "birth"),
            List.of("birth", "date"));

    private PersonalNames() {}

    /** @param distinctness share of the present values that are different */
    static boolean matches(String column, double distinctness) {
        List<String> words = Arrays.stream(column.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
                        .toLowerCase(Locale.ROOT)
                        .split("[^\\p{L}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        boolean always = words.stream().anyMatch(ALWAYS::contains)
                || PHRASES.stream().anyMatch(phrase -> java.util.Collections.indexOfSubList(words, phrase) >= 0);
        return always || distinctness >= 0.5 && words.stream().anyMatch(IF_UNIQUE::contains);
    }
}
