package checks.errors;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import workshop.check.Headway;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.wire.Produced;
import workshop.process.CoreWait;

/**
 * A run that cannot go on behind one of its orders: what it is to write for it is not stored, whatever it does. So that
 * order may not be committed, and the program is to end.
 */
public final class DeadEnd {

    /** What such a run is told: how long a record may stay unconfirmed. */
    public static final int GIVE_UP_AFTER_MS = 2_000;

    // a little less than GIVE_UP_AFTER_MS: some count from the moment at which an order came
    private static final long AT_LEAST_MS = 1_800;
    private static final String NOT_ASKED = "to be judged once the program asks for an invoice or a dead letter to be stored";
    private static final String REFUSED_SETTINGS = "ConfigException";
    // two of it are GIVE_UP_AFTER_MS, three may be the shutdown hook's; what it waits for a core is not counted
    private static final Duration TO_END = Duration.ofSeconds(8);
    // where the system does not tell how long a process waits for a core
    private static final Duration TO_END_UNTOLD = Duration.ofSeconds(15);

    private final Desk desk;
    private final long offset;
    private final String seen;
    private final BooleanSupplier there;
    private final boolean only;
    private final String rule;
    private final String place;
    private final Headway headway;
    private long since;
    private long endedAt;
    private CoreWait starved;
    private boolean over;

    /**
     * Starts a run on a topic with one partition.
     *
     * @param offset the first order for which nothing can be stored
     * @param seen   what keeps it from going on
     * @param there  whether it has come to that
     * @param only   whether it cannot know of that before it has come to it
     * @param rule   how long Kafka has a program wait there
     * @param place  where to look when it waits too long
     */
    public DeadEnd(Desk desk, long offset, String seen, BooleanSupplier there, boolean only, String rule, String place) {
        this.desk = desk;
        this.offset = offset;
        this.seen = seen;
        this.there = there;
        this.only = only;
        this.rule = rule;
        this.place = place;
        desk.attempt().start();
        this.headway = new Headway(desk.attempt(), 1);
    }

    /**
     * Returns whether nothing more is to be expected of the run: it has ended, or its time is up, or it does not come
     * to its dead end. Then it does not run any more. To be asked again and again, as its time runs from the first
     * time that it is seen at its dead end.
     */
    public boolean isOver() {
        if (!over && (hasEnded() || (isThere() ? isTimeUp() || hasDeadLetter() : headway.isOver()))) {
            endedAt = System.nanoTime();
            end();
        }
        return over;
    }

    /** Ends the run, whatever it has come to. */
    void end() {
        desk.attempt().run().kill();
        over = true;
    }

    /** Establishes that the run, which is over, has not committed that order. */
    public void judgeCommits() {
        // an order with a dead letter is done, though it should not have one: that is for another fact to say
        if (hasDeadLetter()) {
            return;
        }
        desk.commits().filter(commit -> commit.offset().orElse(0L) > offset).findFirst().ifPresent(commit -> {
            throw Wrong.seen(seen + " All the same the group " + desk.group() + " committed offset "
                            + commit.offset().orElseThrow() + ", past " + commit.partition() + "@" + offset
                            + ", which has neither an invoice nor a dead letter.")
                    .means("a commit says that everything before it is done: whoever is started next begins there. "
                            + "What is on its way is not done before the brokers have confirmed it. Of itself a "
                            + "consumer knows only what poll() has returned: commitSync() commits that, and so do "
                            + "poll() and close() with enable.auto.commit.")
                    .lookAt("what commits in your program, and what is confirmed at that moment?");
        });
    }

    /**
     * Establishes that the run, which is over, has ended in time by a code other than 0, has said why, and has blamed
     * no order.
     *
     * @param usual what the program says on standard error when all is well
     */
    public void judgeEnd(List<String> usual) {
        if (!isThere() && desk.attempt().run().exitCode().isEmpty()) {
            Trial.cannotJudge(NOT_ASKED);
        }
        if (only && !isThere()) {
            if (!Printed.by(desk.attempt().run()).has(REFUSED_SETTINGS)) {
                Trial.cannotJudge(NOT_ASKED);
            }
            throw Wrong.seen("GIVE_UP_AFTER_MS was " + GIVE_UP_AFTER_MS + ". The program " + desk.state())
                    .means("a client with settings that do not go together is not made at all. delivery.timeout.ms must be at "
                            + "least linger.ms + request.timeout.ms, which is 30 s by default.")
                    .lookAt("which settings of your producer depend on GIVE_UP_AFTER_MS, and what are the others?");
        }
        if (hasDeadLetter()) {
            throw Wrong.seen(seen + " The program put a good order on the dead-letter topic, " + desk.orders()
                    + "-0@" + offset + ".")
                    .means("a dead letter is for an order that can never be billed. That its invoice cannot be stored "
                            + "just now is no fault of the order: all orders that follow would go the same way, and "
                            + "none be billed.")
                    .lookAt("which errors of send() speak of the record, and which of the state of the cluster?");
        }
        if (desk.attempt().run().exitCode().isEmpty()) {
            throw Wrong.seen(seen + " GIVE_UP_AFTER_MS was " + GIVE_UP_AFTER_MS + ", and " + TO_END.toSeconds()
                    + " s later the program was still running.").means(rule).lookAt(place).late();
        }
        if (desk.attempt().run().succeeded()) {
            throw Wrong.seen(seen + " The program ended with code 0.")
                    .means("whoever started the program learns from the code alone whether it gave up. 0 says that it "
                            + "was done.")
                    .lookAt("how does your program end after an error that it cannot help?");
        }
        long patience = TimeUnit.NANOSECONDS.toMillis(endedAt - desk.traffic().firstRecordsAt());
        if (only && !desk.answers(desk.deadLetters()).anyMatch(Produced::refused) && patience < AT_LEAST_MS) {
            throw Wrong.seen(seen + " GIVE_UP_AFTER_MS was " + GIVE_UP_AFTER_MS + ", and the program ended at most " + patience
                            + " ms after it had read its first order.")
                    .means("an error may pass as long as its time is not over. Whoever gives up earlier stops for a trouble that "
                            + "would have gone by itself.")
                    .lookAt("which of the times in your program are shorter than GIVE_UP_AFTER_MS, and what happens when one of them "
                            + "is over?");
        }
        if (desk.attempt().run().errors().lines().stream().allMatch(line -> line.isBlank() || usual.contains(line))) {
            throw Wrong.seen(seen + " The program " + desk.attempt().run().ending() + " and said nothing of it on "
                    + "standard error.")
                    .means("the exit code says that something failed; the person on call needs to read what.")
                    .lookAt("what does your program print, and on which stream, before it ends with an error?");
        }
    }

    private boolean hasDeadLetter() {
        return desk.answers(desk.deadLetters()).anyMatch(Produced::taken);
    }

    private boolean hasEnded() {
        return desk.attempt().run().hasEnded();
    }

    private boolean isThere() {
        if (since == 0 && there.getAsBoolean()) {
            since = System.nanoTime();
            starved = desk.attempt().run().coreWait();
        }
        return since != 0;
    }

    private boolean isTimeUp() {
        Duration sinceThen = Duration.ofNanos(System.nanoTime() - since);
        // of what it waits for a core the brokers, too, wait as much
        return sinceThen.compareTo(TO_END) > 0 && sinceThen.compareTo(starved.longest()
                .map(waited -> TO_END.plus(waited.multipliedBy(2))).orElse(TO_END_UNTOLD)) > 0;
    }
}
