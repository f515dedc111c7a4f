package checks.consumergroup;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import workshop.check.MemberRun;
import workshop.check.MemberRuns;
import workshop.check.Wrong;
import workshop.evidence.Commit;

/** Commits by which the group of lesson 05 went back: the offset is less than the one that was committed before. */
final class WentBack {

    private final MemberRuns runs;

    WentBack(MemberRuns runs) {
        this.runs = runs;
    }

    /** Two commits of a partition, the later one of which names the smaller offset. */
    private record Step(Commit before, Commit after) {

        long size() {
            return before.offset().orElseThrow() - after.offset().orElseThrow();
        }
    }

    /** Returns what to say of the first such commit, where there is one; it begins with what else was seen. */
    Optional<Wrong> said(String seen) {
        return first(runs.group().commits()).map(step -> Wrong.seen((seen.isEmpty() ? "" : seen + " ") + "The group had committed "
                        + "offset " + step.before().offset().orElseThrow() + " of " + step.after().partition() + ", and then "
                        + by(step.after()) + " committed " + step.after().offset().orElseThrow() + ": " + step.size()
                        + (step.size() == 1 ? " order" : " orders") + " less.")
                .means("a commit is the group's bookmark, and the last one counts, whoever made it. What a program has kept of a "
                        + "partition is old once another member has had it, be it committed again or gone back to by seek().")
                .lookAt("which offsets does your program keep, and what becomes of them when a partition is revoked or lost?"));
    }

    private static Optional<Step> first(List<Commit> commits) {
        Map<TopicPartition, Commit> last = new HashMap<>();
        for (Commit commit : commits) {
            if (commit.offset().isPresent()) {
                Commit before = last.put(commit.partition(), commit);
                if (before != null && before.offset().orElseThrow() > commit.offset().orElseThrow()) {
                    return Optional.of(new Step(before, commit));
                }
            }
        }
        return Optional.empty();
    }

    private String by(Commit commit) {
        return runs.all().stream().filter(run -> run.attempt().traffic().committed().stream().anyMatch(each -> each.taken()
                        && each.partition().equals(commit.partition()) && commit.offset().equals(Optional.of(each.offset()))))
                .map(MemberRun::name).reduce((one, other) -> "a member").orElse("a member");
    }
}
