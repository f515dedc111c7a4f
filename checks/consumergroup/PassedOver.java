package checks.consumergroup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import workshop.check.MemberRun;
import workshop.check.MemberRuns;
import workshop.check.Wrong;
import workshop.evidence.Commit;
import workshop.evidence.wire.Beginning;

/** Reads of the programs of lesson 05 that begin before the group's last commit, as if nobody had made it. */
final class PassedOver {

    // between the broker's look at the clock and the tap's
    private static final long CLOCK = 5;

    private final MemberRuns runs;

    PassedOver(MemberRuns runs) {
        this.runs = runs;
    }

    /** Returns what to say of the first such read, where there is one; it begins with what else was seen. */
    Optional<Wrong> said(String seen) {
        List<Commit> commits = runs.group().commits();
        return runs.all().stream().flatMap(run -> run.attempt().traffic().beginnings().stream()
                .flatMap(read -> said(seen, run, read, commits).stream())).findFirst();
    }

    private static Optional<Wrong> said(String seen, MemberRun run, Beginning read, List<Commit> commits) {
        // what it was told may have been true when it asked, and another one may have committed since
        if (read.told().equals(OptionalLong.of(read.offset()))) {
            return Optional.empty();
        }
        Stream<Commit> own = commits.stream().filter(commit -> commit.partition().equals(read.partition()));
        return own.filter(commit -> commit.timestamp() <= read.time() + CLOCK).reduce((one, later) -> later)
                // one that was made at about the same time may have come after it
                .filter(commit -> commit.timestamp() < read.time() - CLOCK)
                .filter(commit -> commit.offset().filter(offset -> offset > read.offset()).isPresent())
                .map(commit -> Wrong.seen(seen + " The group had committed offset " + commit.offset().orElseThrow() + " of "
                                + read.partition() + " when " + run.name() + " began to read at " + read.offset() + ".")
                        .means("who is given a partition begins at the group's last commit, whoever made it. A position that a "
                                + "program sets itself, as by seek() or seekToBeginning(), takes the place of that.")
                        .lookAt("where does your program begin to read a partition that it is given, and who knows how far the "
                                + "others have come?"));
    }
}
