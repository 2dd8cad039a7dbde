package io.jenkins.plugins.cd4ml.publish;

import io.jenkins.cd4ml.protocol.Check;
import io.jenkins.plugins.cd4ml.results.CompletedStage;
import io.jenkins.plugins.cd4ml.results.RunNames;
import io.jenkins.plugins.cd4ml.results.StageListener;
import io.jenkins.plugins.cd4ml.results.StageNames;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksDetails.ChecksDetailsBuilder;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import java.util.List;
import java.util.Locale;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** Makes each stage a check of the commit, where the branch source publishes checks. Elsewhere nothing happens, and nothing is logged. */
@OptionalExtension(requirePlugins = "checks-api")
public final class ChecksListener implements StageListener {
    private static final int MOST_ROWS = 100;

    @Override
    public void onCompleted(CompletedStage stage) {
        ChecksPublisher publisher = ChecksPublisherFactory.fromRun(stage.build(), stage.listener());
        if (!(publisher instanceof ChecksPublisher.NullChecksPublisher)) {
            publisher.publish(details(stage));
        }
    }

    static ChecksDetails details(CompletedStage stage) {
        String summary = escape(CheckTexts.line(stage.result().summary()));
        ChecksDetailsBuilder details = new ChecksDetailsBuilder()
                .withName(name(stage))
                .withStatus(ChecksStatus.COMPLETED)
                .withConclusion(conclusion(stage))
                .withOutput(new ChecksOutput.ChecksOutputBuilder()
                        .withTitle(stage.action().getPage().getHeadline())
                        .withSummary(summary)
                        .withText(text(CheckTexts.of(stage.result())))
                        .build());
        String root = Jenkins.get().getRootUrl();
        if (root != null) {
            details.withDetailsURL(
                    root + stage.build().getUrl() + stage.action().getUrlName() + "/");
        }
        return details.build();
    }

    /** {@code CD4ML / Validation (linear)}, the same for every commit: rules for branches name it. */
    private static String name(CompletedStage stage) {
        String which = RunNames.which(stage.action());
        String name = "CD4ML / " + StageNames.of(stage.result().stage());
        return which == null ? name : name + " (" + which + ")";
    }

    private static ChecksConclusion conclusion(CompletedStage stage) {
        return switch (stage.result().verdict()) {
            case PASSED -> ChecksConclusion.SUCCESS;
            case FAILED -> stage.tolerated() ? ChecksConclusion.NEUTRAL : ChecksConclusion.FAILURE;
            // Not a failure of the change: a person decides, or more rows do. It blocks a merge as a failure does.
            case INCONCLUSIVE -> stage.tolerated() ? ChecksConclusion.NEUTRAL : ChecksConclusion.ACTION_REQUIRED;
            case INVALID, FAULT -> ChecksConclusion.FAILURE;
            case ABORTED -> ChecksConclusion.CANCELED;
        };
    }

    private static String text(List<Check> checks) {
        StringBuilder text = new StringBuilder("| check | outcome | |\n| --- | --- | --- |\n");
        checks.stream().limit(MOST_ROWS).forEach(check -> text.append("| ")
                .append(escape(CheckTexts.line(check.name())))
                .append(" | ")
                .append(check.outcome().name().toLowerCase(Locale.ROOT))
                .append(" | ")
                .append(escape(CheckTexts.line(check.message())))
                .append(" |\n"));
        if (checks.size() > MOST_ROWS) {
            text.append('\n')
                    .append(Messages.ChecksListener_more(checks.size() - MOST_ROWS))
                    .append('\n');
        }
        return text.toString();
    }

    /** Markdown of somebody else's words: no tags, no links, no mentions, no further cells. */
    static String escape(String words) {
        return words.replaceAll("([\\\\`*_{}\\[\\]()#!|~@>-])", "\\\\$1")
                .replace("&", "&amp;")
                .replace("<", "&lt;");
    }
}
