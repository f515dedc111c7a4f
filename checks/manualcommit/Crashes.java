package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.evidence.Group;
import workshop.evidence.Wait;
import workshop.program.ProgramRun.Stopped;

/**
 * The program ended in the middle of its work again and again, and started again each time for the same group; the last
 * run goes on until every order is processed or will never be. {@link #advance} brings it one step further and waits for
 * nothing.
 *
 * <p>A run that is killed while it asks for a commit: the request is held until it is dead, and goes on to the broker
 * then. So it is certain what it had processed when it asked, without a look at any clock.
 */
public final class Crashes {

    private enum End {
        KILLED_AT_A_COMMIT, KILLED_AFTER_MANY, TOLD_TO_STOP
    }

    private static final Duration TO_STOP = Duration.ofSeconds(15);
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final Orders orders;
    private final Group group;
    private final Supplier<Attempt> attempts;
    private final int enough;
    private final List<Crash> crashes = new ArrayList<>();
    private final Map<Crash, List<Placed>> early = new HashMap<>();
    private Moment moment;
    private Run current;
    private boolean over;

    /** A run that was ended, how, and the offsets that it asked to commit when it was killed, if it did. */
    public record Crash(Run run, String how, Optional<Map<TopicPartition, Long>> asked) {
    }

    /** How a run is to be ended, and what came of it; nothing where it is the last one. */
    private static final class Moment {

        private final End how;
        private final AtomicReference<Map<TopicPartition, Long>> asked = new AtomicReference<>();
        private volatile boolean hasCommitted;
        private long told;

        Moment(End how) {
            this.how = how;
        }
    }

    /**
     * Starts the first run.
     *
     * @param enough after how many orders of its own a run is killed that was not killed at a commit
     */
    public Crashes(Orders orders, Group group, Supplier<Attempt> attempts, int enough) {
        this.orders = orders;
        this.group = group;
        this.attempts = attempts;
        this.enough = enough;
        startNext();
    }

    /** Brings it one step further, and returns whether it is over. */
    public boolean advance() {
        if (over) {
            return true;
        }
        if (current.hasEnded()) {
            over = moment.told == 0 && !current.attempt().run().stopped().equals(Optional.of(Stopped.BY_THE_CHECK));
            if (!over) {
                buried();
            }
        } else if (isLast()) {
            over = remaining().isEmpty() || current.hasRead() && !lost().isEmpty() || current.isIdle();
        } else if (isDue()) {
            end();
        }
        return over;
    }

    private void buried() {
        crashes.add(new Crash(current, moment.how == End.TOLD_TO_STOP ? "told to stop" : "killed",
                Optional.ofNullable(moment.asked.get())));
        // else the next one would wait until the session of the dead member has run out
        group.members().forEach(group::evict);
        startNext();
    }

    private boolean isLast() {
        return crashes.size() == End.values().length;
    }

    private boolean isDue() {
        int count = current.processed().size();
        boolean due = switch (moment.how) {
            case KILLED_AT_A_COMMIT -> count >= enough && !moment.hasCommitted;
            case KILLED_AFTER_MANY -> count >= enough;
            case TOLD_TO_STOP -> count >= enough / 8;
        };
        return due || remaining().isEmpty() || current.isIdle();
    }

    private void end() {
        if (moment.how != End.TOLD_TO_STOP || moment.told != 0 && System.nanoTime() - moment.told > TO_STOP.toNanos()) {
            current.attempt().run().kill();
        } else if (moment.told == 0) {
            moment.told = System.nanoTime();
            current.attempt().run().terminate();
        }
    }

    private void startNext() {
        Moment next = new Moment(isLast() ? null : End.values()[crashes.size()]);
        Set<String> before = processed();
        Attempt attempt = attempts.get();
        Run run = new Run(attempt);
        attempt.committingThrough(offsets -> {
            next.hasCommitted = true;
            if (next.how == End.KILLED_AT_A_COMMIT && next.asked.get() == null && isMoment(run, before, offsets)) {
                next.asked.set(offsets);
                run.attempt().run().kill();
            }
            return true;
        }).start();
        moment = next;
        current = run;
    }

    /**
     * Returns whether a commit is one to be killed at: it covers an order that was not processed, as far as is known at
     * this moment, or a flaky one that was processed in this run.
     */
    private boolean isMoment(Run run, Set<String> before, Map<TopicPartition, Long> offsets) {
        Set<String> now = run.processed();
        return orders.all().stream().filter(order -> order.isCoveredBy(offsets) && !before.contains(order.id()))
                .anyMatch(order -> order.isFlaky() || !now.contains(order.id()));
    }

    /** Returns the crashes so far. */
    public List<Crash> crashes() {
        return crashes;
    }

    /** Returns the run after the last one that was ended. */
    public Run current() {
        return current;
    }

    /** Returns the ids of the orders that were processed in any run. */
    public Set<String> processed() {
        Set<String> ids = new HashSet<>(current == null ? Set.of() : current.processed());
        crashes.forEach(crash -> ids.addAll(crash.run().processed()));
        return ids;
    }

    /** Returns the orders that no run has processed. */
    public List<Placed> remaining() {
        return orders.without(processed());
    }

    /** Returns the orders that no run has processed, and none ever will, as the group has committed them. */
    public List<Placed> lost() {
        Map<TopicPartition, Long> committed = group.committed();
        Supplier<List<Placed>> lost = () -> remaining().stream().filter(order -> order.isCoveredBy(committed)).toList();
        // what is printed comes a little later than what is committed
        Wait.holdsWithin(SETTLED, () -> lost.get().isEmpty());
        return lost.get();
    }

    /** Returns the orders that a crash shows to be committed and not processed by then. */
    public List<Placed> committedTooEarly(Crash crash) {
        return early.computeIfAbsent(crash, any -> {
            Supplier<List<Placed>> covered = () -> orders.without(until(crash, Run::processed)).stream()
                    .filter(order -> order.isCoveredBy(crash.asked().orElse(Map.of()))).toList();
            Wait.holdsWithin(SETTLED, () -> covered.get().isEmpty());
            return covered.get();
        });
    }

    /** Returns the ids of the orders that had failed by a crash, in whichever run, whether or not they were processed later. */
    public Set<String> failed(Crash crash) {
        return until(crash, Run::failed);
    }

    private Set<String> until(Crash crash, Function<Run, Set<String>> what) {
        return crashes.subList(0, crashes.indexOf(crash) + 1).stream().flatMap(each -> what.apply(each.run()).stream())
                .collect(Collectors.toSet());
    }

    /** Returns the ids of the orders that a crash has had processed again in later runs. */
    public Set<String> repeated(Crash crash) {
        Set<String> later = new HashSet<>(current.processed());
        crashes.subList(crashes.indexOf(crash) + 1, crashes.size()).forEach(next -> later.addAll(next.run().processed()));
        return crash.run().processed().stream().filter(later::contains).collect(Collectors.toSet());
    }
}
