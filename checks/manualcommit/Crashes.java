package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.evidence.Group;
import workshop.evidence.Wait;
import workshop.program.ProgramRun.Stopped;

/**
 * The program killed again and again, and started again each time for the same group; the last run goes on until every
 * order is processed or will never be. {@link #advance} brings it one step further and waits for nothing.
 *
 * <p>A run is killed while it asks for a commit: the request is held until it is dead, and goes on to the broker then. So it
 * is certain what it had processed when it asked, without a look at any clock. The first one is killed at a commit that has
 * to do with a flaky order, or at one that comes too early; the second only at one of these, and else after so many orders.
 */
public final class Crashes {

    private static final int CRASHES = 2;
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final Orders orders;
    private final Group group;
    private final Supplier<Attempt> attempts;
    private final int enough;
    private final List<Crash> crashes = new ArrayList<>();
    private Moment moment;
    private Run current;
    private Uncommitted uncommitted;
    private boolean over;

    /** A run that was killed, the commit that it asked for when it was, if it did, and what it had not committed. */
    public record Crash(Run run, Optional<Asked> asked, Uncommitted uncommitted) {
    }

    /** The offsets that a run asked to commit, and the ids of the orders that it had said by then are processed or failed. */
    public record Asked(Map<TopicPartition, Long> offsets, Set<String> processed, Set<String> failed) {
    }

    /** When a run is killed: at a commit that is one to be killed at, or after so many orders. */
    private static final class Moment {

        private final boolean isFirst;
        private final AtomicReference<Asked> asked = new AtomicReference<>();
        private volatile boolean hasCommitted;

        Moment(boolean isFirst) {
            this.isFirst = isFirst;
        }
    }

    /**
     * Starts the first run.
     *
     * @param enough after how many orders of its own a run is killed that no commit of its own has cost its life
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
            over = !current.attempt().run().stopped().equals(Optional.of(Stopped.BY_THE_CHECK));
            if (!over) {
                buried();
            }
        } else if (isLast()) {
            over = remaining().isEmpty() || current.hasRead() && !lost().isEmpty() || current.isIdle();
        } else if (isDue()) {
            current.attempt().run().kill();
        }
        return over;
    }

    private void buried() {
        crashes.add(new Crash(current, Optional.ofNullable(moment.asked.get()), uncommitted));
        // else the next one would wait until the session of the dead member, or the time of its transaction, has run out
        group.members().forEach(group::evict);
        group.abort(current.attempt().traffic().transactionalIds());
        startNext();
    }

    private boolean isLast() {
        return crashes.size() == CRASHES;
    }

    private boolean isDue() {
        // while the first one commits, a commit of a flaky order is still to come
        boolean done = current.processed().size() >= enough && !(moment.isFirst && moment.hasCommitted);
        return done || remaining().isEmpty() || current.isIdle();
    }

    private void startNext() {
        Moment next = new Moment(crashes.isEmpty());
        boolean last = isLast();
        Set<String> before = processed();
        Attempt attempt = attempts.get();
        Run run = new Run(attempt);
        Uncommitted open = new Uncommitted(orders);
        attempt.committingThrough(offsets -> {
            next.hasCommitted = true;
            Asked asked = new Asked(offsets, run.processed(), run.failed());
            open.note(offsets, asked.processed());
            if (!last && next.asked.get() == null && isMoment(next, asked, before)) {
                next.asked.set(asked);
                run.attempt().run().kill();
            }
            return true;
        }).start();
        moment = next;
        current = run;
        uncommitted = open;
    }

    /**
     * Returns whether a commit is one to be killed at: it covers an order that was not processed, or, in the first run, a
     * flaky one.
     */
    private boolean isMoment(Moment moment, Asked asked, Set<String> before) {
        return orders.all().stream().filter(order -> order.isCoveredBy(asked.offsets()) && !before.contains(order.id()))
                .anyMatch(order -> moment.isFirst && order.isFlaky() || !asked.processed().contains(order.id()));
    }

    /** Returns the crashes so far. */
    public List<Crash> crashes() {
        return crashes;
    }

    /** Returns the run after the last crash. */
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
        Supplier<List<Placed>> lost = () -> orders.coveredWithout(committed, processed());
        // some commit first and process then: what they do now is not lost yet
        Wait.holdsWithin(SETTLED, () -> lost.get().isEmpty());
        return lost.get();
    }

    /** Returns the orders that a crash shows to be committed and not processed by then. */
    public List<Placed> committedTooEarly(Crash crash) {
        Map<TopicPartition, Long> offsets = crash.asked().map(Asked::offsets).orElse(Map.of());
        return orders.coveredWithout(offsets, until(crash, Run::processed, Asked::processed));
    }

    /** Returns the ids of the orders that had failed by a crash, in whichever run, whether or not they were processed later. */
    public Set<String> failed(Crash crash) {
        return until(crash, Run::failed, Asked::failed);
    }

    private Set<String> until(Crash crash, Function<Run, Set<String>> before, Function<Asked, Set<String>> then) {
        Set<String> ids = new HashSet<>(crash.asked().map(then).orElseGet(() -> before.apply(crash.run())));
        crashes.subList(0, crashes.indexOf(crash)).forEach(earlier -> ids.addAll(before.apply(earlier.run())));
        return ids;
    }

    /** Returns how many orders one of the runs had processed at most that no commit of it covered when it asked for one. */
    public int mostUncommitted() {
        return Stream.concat(crashes.stream().map(Crash::uncommitted), Stream.of(uncommitted)).mapToInt(Uncommitted::most).max()
                .orElse(0);
    }

    /** Returns the ids of the orders that a crash has had processed again in later runs. */
    public Set<String> repeated(Crash crash) {
        Set<String> later = new HashSet<>(current.processed());
        crashes.subList(crashes.indexOf(crash) + 1, crashes.size()).forEach(next -> later.addAll(next.run().processed()));
        return crash.run().processed().stream().filter(later::contains).collect(Collectors.toSet());
    }
}
