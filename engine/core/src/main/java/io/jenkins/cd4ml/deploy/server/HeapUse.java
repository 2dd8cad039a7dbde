package io.jenkins.cd4ml.deploy.server;

import io.jenkins.cd4ml.deploy.http.ByteBudget;
import io.jenkins.cd4ml.deploy.http.HttpProblem;
import io.jenkins.cd4ml.model.Predictions;

/**
 * What requests that are being answered take of the heap, beyond their bodies: the trees that JSON is read into, and the answers. Each part
 * is bounded; a request waits a moment for its part and is refused with 503 where it is not to be had.
 */
final class HeapUse {
    /** Bytes of objects for a byte of JSON in the worst case, a list of small objects: about 200 for {@code {"a":1},}. */
    private static final int TREE = 30;

    /** Bytes of objects and text for a number of an answer. */
    private static final int ANSWER = 100;

    private static final int PERCENT_OF_TREES = 37;
    private static final int PERCENT_OF_ANSWERS = 12;
    private static final long PATIENCE_MILLIS = 5000;

    private final ByteBudget trees = ByteBudget.ofHeap(PERCENT_OF_TREES);
    private final ByteBudget answers = ByteBudget.ofHeap(PERCENT_OF_ANSWERS);

    /** For reading a body as JSON; to be closed when the tree is not needed any more. */
    ByteBudget.Held tree(int bodyBytes) throws HttpProblem, InterruptedException {
        return held(trees, (long) TREE * bodyBytes);
    }

    /** For writing an answer. */
    ByteBudget.Held answer(Predictions predictions) throws HttpProblem, InterruptedException {
        return held(
                answers,
                (long) ANSWER
                        * predictions.rows()
                        * Math.max(1, predictions.classes().size()));
    }

    private static ByteBudget.Held held(ByteBudget budget, long bytes) throws HttpProblem, InterruptedException {
        ByteBudget.Held held = budget.none();
        held.await(bytes, PATIENCE_MILLIS);
        return held;
    }
}
