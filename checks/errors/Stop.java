package checks.errors;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Wait;

/** The end of a run by SIGTERM when it has nothing more to do. */
public final class Stop {

    private static final Duration TO_COMMIT = Duration.ofSeconds(6);
    private static final Duration TO_STOP = Duration.ofSeconds(20);

    private final Trial trial;
    private final Desk desk;

    /** Takes a run whose orders all have an invoice or a dead letter. */
    public Stop(Trial trial, Desk desk) {
        this.trial = trial;
        this.desk = desk;
    }

    /** Stops the run, and establishes that its group has committed all of its orders then. */
    public void judge() {
        if (desk.attempt().run().stopped().isPresent()) {
            Trial.cannotJudge("to be judged once each order has one invoice, or one dead letter");
        }
        // a stop that breaks into a commit would be no fault of the program
        Wait.holdsWithin(TO_COMMIT, () -> uncommitted().isEmpty());
        desk.attempt().run().terminate();
        if (!Wait.holdsWithin(TO_STOP, desk.attempt().run()::hasEnded)) {
            throw Wrong.seen("the program still ran " + TO_STOP.toSeconds() + " s after SIGTERM.")
                    .means("SIGTERM starts the shutdown hooks of a JVM, which ends when they have all returned.")
                    .lookAt("what does your program wait for when it is told to stop?").late();
        }
        uncommitted().stream().findFirst().ifPresent(partition -> {
            Long committed = desk.committed().get(partition);
            throw Wrong.seen("each order has its invoice or its dead letter. The program was told to stop, by "
                    + "SIGTERM, and "
                            + desk.attempt().run().ending() + "; of " + partition + ", which ends at "
                            + trial.evidence().ends(desk.orders()).get(partition) + ", its group has committed "
                            + (committed == null ? "nothing." : committed + "."))
                    .means("the program that is started next begins at the last commit. What is done and not "
                            + "committed is billed again.")
                    .lookAt("when does your program commit, and does that cover a dead letter, too?");
        });
    }

    /** Returns the partitions of which not all is committed. */
    private List<TopicPartition> uncommitted() {
        Map<TopicPartition, Long> committed = desk.committed();
        return trial.evidence().ends(desk.orders()).entrySet().stream()
                .filter(end -> committed.getOrDefault(end.getKey(), 0L) < end.getValue())
                .map(Map.Entry::getKey).toList();
    }
}
