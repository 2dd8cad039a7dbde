package io.jenkins.plugins.cd4ml.models;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a long list.
 *
 * @param number of the page, from 1
 * @param count of the pages, at least 1
 * @param first number of the first item on the page among all, from 1
 * @param total of the items on all pages
 */
public record Sheet<T>(List<T> items, int number, int count, int first, int total) {

    /** A page of that list; a number that is none, or beyond the end, leads to the nearest page. */
    static <T> Sheet<T> of(List<T> all, @CheckForNull String number, int size) {
        int count = Math.max(1, (all.size() + size - 1) / size);
        int page = Math.min(count, Math.max(1, parse(number)));
        int from = (page - 1) * size;
        List<T> items = all.subList(from, Math.min(all.size(), from + size));
        return new Sheet<>(List.copyOf(items), page, count, from + 1, all.size());
    }

    private static int parse(@CheckForNull String number) {
        return number != null && number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : 1;
    }

    /** The same page of what each item becomes, so that only what is shown need be made. */
    <R> Sheet<R> map(Function<T, R> each) {
        return new Sheet<>(items.stream().map(each).toList(), number, count, first, total);
    }

    /** Number of the last item on the page. */
    public int last() {
        return first + items.size() - 1;
    }
}
