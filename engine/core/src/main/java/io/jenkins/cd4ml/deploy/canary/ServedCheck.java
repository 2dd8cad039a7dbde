package io.jenkins.cd4ml.deploy.canary;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.cd4ml.protocol.Outcome;

/** In a rehearsal: the server reads requests as the training read its files, see {@link ServedAnswers}. It is no matter of chance. */
record ServedCheck(StepChecks checks) {
    private static final String NAME = "answers of the package";

    Check of(Measurement step) {
        ServedAnswers served = step.answers().served();
        boolean same = served.differing() == 0;
        String unit = served.ofClasses() ? " in a probability" : " standard deviations";
        String figures = Figures.of(served.largest()) + unit + ", tolerance " + Figures.of(served.tolerance());
        return checks.check(
                step,
                NAME,
                same ? Outcome.PASSED : Outcome.FAILED,
                served.largest(),
                served.tolerance(),
                null,
                (long) served.compared(),
                same
                        ? "the server answers " + rows(served.compared())
                                + " of the data as the package's own model does (largest difference " + figures + ")"
                        : "the server answers " + served.differing() + " of " + rows(served.compared())
                                + " otherwise than the package's own model, the first one is row "
                                + served.firstPlace() + " of the data (largest difference " + figures
                                + "): what it reads in a request is not what training read in the data");
    }

    private static String rows(int n) {
        return n + (n == 1 ? " row" : " rows");
    }
}
