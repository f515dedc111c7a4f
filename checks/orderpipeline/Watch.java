package checks.orderpipeline;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Books;
import workshop.check.Books.Fate;
import workshop.check.MemberRun;
import workshop.check.Trial;
import workshop.evidence.Wait;

/** What there is to see of the orders while the storm rages, and whether there is any use in waiting. */
final class Watch {

    /** Why the storm was broken off. */
    enum End {
        /** A run has ended that nobody had told to. */
        FALLEN,
        /** The group has committed an order that is not done, and no run is left that comes back to it, or none gets anywhere. */
        LOST,
        /** No run gets anywhere, and orders are not done. */
        STUCK,
        /** The runs do not come to share the partitions, or do nothing in time. */
        OUT_OF_TIME
    }

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration IN_VAIN = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final long BETWEEN_LOOKS = Duration.ofMillis(100).toNanos();

    private final Trial trial;
    private final Crew crew;
    private Books books;
    private Map<TopicPartition, Long> committed = Map.of();
    private long lookedAt;
    private long quietSince;
    private End end;
    private Optional<MemberRun> fallen = Optional.empty();

    Watch(Trial trial, Crew crew) {
        this.trial = trial;
        this.crew = crew;
    }

    /** Returns what became of each order, as it was at the last look. */
    Books books() {
        return books;
    }

    /** Returns why the storm was broken off, or null. */
    End end() {
        return end;
    }

    /** Returns the run that has ended and should not, where one has. */
    Optional<MemberRun> fallen() {
        return fallen;
    }

    /** Waits for a condition; returns whether it holds, or false where the storm is to be broken off. */
    boolean await(BooleanSupplier condition) {
        return await(condition, true);
    }

    /** Waits for a condition in the same way, but also while no run gets anywhere. */
    boolean awaitPatiently(BooleanSupplier condition) {
        return await(condition, false);
    }

    private boolean await(BooleanSupplier condition, boolean headway) {
        if (end != null) {
            return false;
        }
        boolean over = Wait.holdsWithin(PATIENCE, () -> {
            if (System.nanoTime() - lookedAt > BETWEEN_LOOKS) {
                look();
                findEnd(headway);
            }
            return end != null || condition.getAsBoolean();
        });
        end = over ? end : End.OUT_OF_TIME;
        return end == null;
    }

    /** Looks at the cluster now. */
    void look() {
        // the commits first: what they cover is done by then
        committed = crew.group().committed();
        books = Books.read(trial.evidence(), crew.orders().name(), crew.invoices().name(), crew.deadLetters().name());
        lookedAt = System.nanoTime();
    }

    private void findEnd(boolean headway) {
        fallen = crew.runs().fallen();
        if (fallen.isPresent()) {
            end = End.FALLEN;
        } else if (hasLost() && !hasOpenTransaction() && isLostForGood()) {
            end = End.LOST;
        } else if (!headway || !isStuck()) {
            quietSince = 0;
        } else if (quietSince == 0) {
            quietSince = System.nanoTime();
        } else if (System.nanoTime() - quietSince > IN_VAIN.toNanos()) {
            end = End.STUCK;
        }
    }

    // who has read an order may come back to it, unless it has ended or gets nowhere
    private boolean hasLost() {
        return lost().stream().anyMatch(fate -> quietSince != 0 || !crew.isInHand(fate.order()));
    }

    // of a transaction the commit may be there a moment before the rest
    private boolean isLostForGood() {
        return !Wait.holdsWithin(SETTLED, () -> {
            look();
            return !hasLost();
        });
    }

    private boolean isStuck() {
        return crew.isQuiet() && !isDone() && !hasOpenTransaction();
    }

    // what is written in it cannot be read yet
    private boolean hasOpenTransaction() {
        return Stream.of(crew.invoices(), crew.deadLetters())
                .anyMatch(topic -> trial.evidence().hasOpenTransaction(topic.name()));
    }

    /** Returns whether each order that was written has what it is to have. */
    boolean isDone() {
        return books.missing().isEmpty() && trial.evidence().ends(crew.orders().name()).values().stream()
                .mapToLong(offset -> offset).sum() == books.fates().size();
    }

    /** Returns the orders that are not done, and that the group has committed all the same. */
    List<Fate> lost() {
        return books.missing().stream().filter(fate -> isCovered(fate, committed)).toList();
    }

    /** Returns whether offsets cover an order that is not done. */
    boolean isPremature(Map<TopicPartition, Long> offsets) {
        return books.missing().stream().anyMatch(fate -> isCovered(fate, offsets));
    }

    /** Returns whether the group has committed these offsets, or later ones. */
    boolean isCommitted(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> now = crew.group().committed();
        return offsets.entrySet().stream().allMatch(each -> now.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }

    /** Returns whether the group has committed the end of each partition. */
    boolean isAllCommitted() {
        return isCommitted(trial.evidence().ends(crew.orders().name()));
    }

    static boolean isCovered(Fate fate, Map<TopicPartition, Long> offsets) {
        return offsets.getOrDefault(fate.order().topicPartition(), 0L) > fate.order().offset();
    }
}
