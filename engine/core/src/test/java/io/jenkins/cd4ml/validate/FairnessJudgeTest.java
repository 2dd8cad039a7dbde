package io.jenkins.cd4ml.validate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import io.jenkins.cd4ml.config.ValidateSettings.Bound;
import io.jenkins.cd4ml.metrics.FairnessName;
import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Interval;
import io.jenkins.cd4ml.protocol.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** One limit against groups whose rates are given: selection_rate, true_positive_rate and false_positive_rate of a, b and c. */
public class FairnessJudgeTest {
    private static final FairnessName ODDS = FairnessName.EQUALIZED_ODDS_DIFFERENCE;
    private static final FairnessName RATIO = FairnessName.EQUALIZED_ODDS_RATIO;
    private static final FairnessName PARITY = FairnessName.DEMOGRAPHIC_PARITY_DIFFERENCE;

    /** Selected are 0.3, 0.4 and 0.6; true positives spread by 0.2, from 0.7 to 0.9; false ones by 0.3, from 0.1 to 0.4. */
    private static final double[][] RATES = {{.3, .9, .4}, {.4, .7, .2}, {.6, .8, .1}};

    private final FairnessJudge judge = new FairnessJudge(30, false, "sha256:d", "sha256:m");

    @Test
    public void theEstimateIsHeldAgainstTheLimitWhichIsAllowedItself() {
        Check holds = judge(PARITY, false, .3, Bound.ESTIMATE, .3, null, RATES);
        assertEquals(Outcome.PASSED, holds.outcome());
        assertEquals("demographic_parity_difference by sex <= 0.3", holds.name());
        assertEquals("fairness", holds.group());
        assertEquals(90L, (long) holds.sampleSize());
        assertEquals(.3, holds.value(), 0);
        assertEquals(
                "demographic_parity_difference by sex 0.30 is at most 0.3: selected 0.30 where sex is a, 0.60 where sex is c"
                        + " (90 rows)",
                holds.message());
        Check above = judge(PARITY, false, .29, Bound.ESTIMATE, .3, null, RATES);
        assertEquals(Outcome.FAILED, above.outcome());
        assertEquals(
                "demographic_parity_difference by sex 0.30 is above 0.29: selected 0.30 where sex is a, 0.60 where sex is c"
                        + " (90 rows)",
                above.message());
        assertEquals(
                Outcome.PASSED,
                judge(RATIO, true, .25, Bound.ESTIMATE, .25, null, RATES).outcome());
        Check below = judge(RATIO, true, .26, Bound.ESTIMATE, .25, null, RATES);
        assertEquals(Outcome.FAILED, below.outcome());
        assertEquals("equalized_odds_ratio by sex >= 0.26", below.name());
    }

    @Test
    public void anIntervalThatReachesBeyondTheLimitMakesAWeakPass() {
        Interval wide = new Interval(.1, .5, .95);
        assertEquals(
                "a weak pass: demographic_parity_difference by sex 0.30 [0.10, 0.50] is at most 0.4, and its interval reaches"
                        + " above it: selected 0.30 where sex is a, 0.60 where sex is c (90 rows)",
                judge(PARITY, false, .4, Bound.ESTIMATE, .3, wide, RATES).message());
        assertEquals(
                "demographic_parity_difference by sex 0.30 [0.10, 0.50] is at most 0.5: selected 0.30 where sex is a, 0.60"
                        + " where sex is c (90 rows)",
                judge(PARITY, false, .5, Bound.ESTIMATE, .3, wide, RATES).message());
        assertEquals(
                "a weak pass: equalized_odds_ratio by sex 0.25 [0.10, 0.50] is at least 0.2, and its interval reaches below it:"
                        + " false_positive_rate 0.10 where sex is c, 0.40 where sex is a (90 rows)",
                judge(RATIO, true, .2, Bound.ESTIMATE, .25, wide, RATES).message());
        Check failed = judge(PARITY, false, .2, Bound.ESTIMATE, .3, wide, RATES);
        assertEquals(
                "demographic_parity_difference by sex 0.30 [0.10, 0.50] is above 0.2: selected 0.30 where sex is a, 0.60"
                        + " where sex is c (90 rows)",
                failed.message());
    }

    @Test
    public void aBoundIsHeldAgainstTheLimitWhereThatIsAskedFor() {
        Interval wide = new Interval(.1, .5, .95);
        Check upper = judge(PARITY, false, .4, Bound.UPPER, .3, wide, RATES);
        assertEquals(Outcome.FAILED, upper.outcome());
        assertEquals(wide, upper.interval());
        assertEquals("demographic_parity_difference by sex: upper bound <= 0.4", upper.name());
        assertEquals(
                "demographic_parity_difference by sex 0.30 [0.10, 0.50]: its upper bound is above 0.4: selected 0.30 where sex"
                        + " is a, 0.60 where sex is c (90 rows)",
                upper.message());
        assertEquals(
                Outcome.PASSED,
                judge(PARITY, false, .5, Bound.UPPER, .3, wide, RATES).outcome());
        assertEquals(
                Outcome.PASSED,
                judge(RATIO, true, .1, Bound.LOWER, .25, wide, RATES).outcome());
        assertEquals(
                "equalized_odds_ratio by sex 0.25 [0.10, 0.50]: its lower bound is below 0.2: false_positive_rate 0.10 where"
                        + " sex is c, 0.40 where sex is a (90 rows)",
                judge(RATIO, true, .2, Bound.LOWER, .25, wide, RATES).message());
        Check none = judge(PARITY, false, .5, Bound.UPPER, .3, null, RATES);
        assertEquals(Outcome.INCONCLUSIVE, none.outcome());
        assertEquals("demographic_parity_difference by sex 0.30 has no interval to judge (90 rows)", none.message());
        assertEquals(.3, none.value(), 0);
    }

    @Test
    public void ofTheOddsTheRateThatDiffersMoreIsShown() {
        // differences 0.2 and 0.3, ratios 0.7/0.9 and 0.1/0.4
        assertShows("false_positive_rate 0.10 where sex is c, 0.40 where sex is a", ODDS, RATES);
        assertShows("false_positive_rate 0.10 where sex is c, 0.40 where sex is a", RATIO, RATES);
        // differences 0.4 and 0.2, ratios 0.5/0.9 and 0.1/0.3
        double[][] mixed = {{.3, .9, .3}, {.4, .5, .1}};
        assertShows("true_positive_rate 0.50 where sex is b, 0.90 where sex is a", ODDS, mixed);
        assertShows("false_positive_rate 0.10 where sex is b, 0.30 where sex is a", RATIO, mixed);
        // both the same: the true positives
        double[][] equal = {{.3, .75, .5}, {.4, .5, .75}};
        assertShows("true_positive_rate 0.50 where sex is b, 0.75 where sex is a", ODDS, equal);
        assertShows("true_positive_rate 0.50 where sex is b, 0.75 where sex is a", RATIO, equal);
        // ratios 1 and 0.5/0.9, though both true positives are small
        double[][] small = {{.3, .1, .9}, {.4, .1, .5}};
        assertShows("false_positive_rate 0.50 where sex is b, 0.90 where sex is a", RATIO, small);
        // none is positive wrongly, which is equal
        double[][] none = {{.3, .9, 0}, {.4, .8, 0}};
        assertShows("true_positive_rate 0.80 where sex is b, 0.90 where sex is a", RATIO, none);
        assertShows(
                "true_positive_rate 0.80 where sex is b, 0.90 where sex is a",
                FairnessName.EQUAL_OPPORTUNITY_DIFFERENCE,
                none);
    }

    private void assertShows(String extremes, FairnessName name, double[][] rates) {
        String message = judge(name, name.higherIsBetter(), 0, Bound.ESTIMATE, .25, null, rates)
                .message();
        assertEquals(message, extremes + " (" + 30 * rates.length + " rows)", message.replaceFirst(".* 0: ", ""));
    }

    @Test
    public void smallGroupsAreCountedAndOneAloneIsNotCompared() {
        FairnessRule rule = new FairnessRule(PARITY, "sex", 1, false, .5, Bound.ESTIMATE);
        String two = judge.judge(rule, groups(PARITY, .3, null, RATES, 1)).message();
        assertEquals(
                "demographic_parity_difference by sex 0.30 is at most 0.5: selected 0.40 where sex is b, 0.60 where sex is c"
                        + " (60 rows; 1 group is too small to be compared)",
                two);
        Check one = judge.judge(rule, groups(PARITY, .3, null, RATES, 2));
        assertEquals(Outcome.INCONCLUSIVE, one.outcome());
        assertNull(one.value());
        assertEquals(
                "demographic_parity_difference by sex cannot be judged: fewer than two groups have validate.minSliceRows 30"
                        + " rows or more",
                one.message());
        double[][] five = {RATES[0], RATES[1], RATES[2], RATES[0], RATES[1]};
        Check undefined = judge.judge(rule, groups(PARITY, Double.NaN, null, five, 2));
        assertEquals(Outcome.INCONCLUSIVE, undefined.outcome());
        assertNull(undefined.value());
        assertEquals(
                "demographic_parity_difference by sex is undefined on these rows: a group lacks rows of the class, or of others"
                        + " (90 rows; 2 groups are too small to be compared)",
                undefined.message());
    }

    private Check judge(
            FairnessName name,
            boolean minimum,
            double limit,
            Bound on,
            double value,
            Interval interval,
            double[][] rates) {
        return judge.judge(
                new FairnessRule(name, "sex", 1, minimum, limit, on), groups(name, value, interval, rates, 0));
    }

    /** Groups of 30 rows each, of which the first ones are not compared. */
    private static GroupComparison groups(
            FairnessName name, double value, Interval interval, double[][] rates, int small) {
        List<String> names = List.of("selected", "true_positive_rate", "false_positive_rate");
        List<GroupComparison.Member> members = new ArrayList<>();
        for (int i = 0; i < rates.length; i++) {
            String group = String.valueOf((char) ('a' + i));
            List<GroupComparison.Rate> each = new ArrayList<>();
            for (int rate = 0; rate < 3; rate++) {
                each.add(new GroupComparison.Rate(names.get(rate), new Evaluation.Figure(rates[i][rate], null)));
            }
            members.add(new GroupComparison.Member(
                    new SliceGroups.Group(group, "where sex is " + group, new int[30]), i >= small, each));
        }
        return new GroupComparison(
                "sex", 1, 30 * (rates.length - small), members, Map.of(name, new Evaluation.Figure(value, interval)));
    }
}
