package checks.orderpipeline;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Books.Fate;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;
import workshop.evidence.wire.Confirmation;

/** What the runs have asked the group to commit, and when. */
public final class Commits {

    private final Trial trial;
    private final Storm storm;
    private final Crew crew;

    /** Takes a storm that is over. */
    public Commits(Trial trial, Storm storm) {
        this.trial = trial;
        this.storm = storm;
        this.crew = storm.crew();
    }

    /** A commit past an order that was not confirmed, and for how long it was not. */
    private record Early(Fate fate, Crew.Asked asked, long nanos) {
    }

    /**
     * Establishes that no run has asked for a commit past an order before a broker's word went by that its invoice, or its
     * dead letter, is stored. The offsets of a transaction are stored along with its records, and are not looked at.
     */
    public void judgeEarly() {
        List<Early> early = storm.watch().books().fates().stream().filter(Fate::isDone).flatMap(fate -> early(fate).stream())
                // what process() has failed for says best why
                .sorted(Comparator.comparing((Early found) -> !Waves.isFlaky(found.fate().order()))
                        .thenComparing(found -> -found.nanos())).toList();
        if (early.isEmpty()) {
            return;
        }
        Fate fate = early.get(0).fate();
        Crew.Asked asked = early.get(0).asked();
        String seen = asked.program() + " had the group commit offset " + asked.offset(fate.order()) + " of "
                + fate.order().topicPartition() + ", past the order at " + fate.order().place()
                + (Waves.isFlaky(fate.order()) ? ", for which process() fails twice in each run" : "") + ". "
                + (fate.isGood() ? "Its invoice" : "Its dead letter") + " was confirmed "
                + TimeUnit.NANOSECONDS.toMillis(early.get(0).nanos()) + " ms after that"
                + (early.size() == 1 ? "." : "; so it is with " + early.size() + " orders.");
        String rule = "a commit says that everything before it is done. This time the program lived on and did it later. "
                + "One that is killed in between has lost the order: whoever comes next begins behind it.";
        throw Waves.isFlaky(fate.order())
                ? Wrong.seen(seen).means(rule + " commitSync() without offsets commits all that poll() has returned, up to where "
                                + "seek() has gone back to by then.")
                        .lookAt("which offset does your program commit for a partition, and what before that is not done yet?")
                : Wrong.seen(seen).means(rule).lookAt("what does your program wait for after it has sent "
                        + (fate.isGood() ? "an invoice" : "a dead letter") + ", and what does it commit meanwhile?");
    }

    private Optional<Early> early(Fate fate) {
        Optional<Crew.Asked> asked = crew.asked().stream().filter(each -> each.covers(fate.order())).findFirst();
        List<Stored> copies = Stream.concat(fate.invoices().stream(), fate.deadLetters().stream()).toList();
        List<Confirmation> confirmed = copies.stream().flatMap(copy -> crew.confirmation(copy).stream()).toList();
        // of one whose confirmation nobody has seen it is not known when it was done
        if (asked.isEmpty() || confirmed.size() < copies.size()) {
            return Optional.empty();
        }
        return confirmed.stream().map(each -> each.nanoTime() - asked.get().nanoTime()).min(Comparator.naturalOrder())
                .filter(nanos -> nanos > 0).map(nanos -> new Early(fate, asked.get(), nanos));
    }

    /** Establishes that the group has committed the end of each partition. */
    public void judgeLast() {
        storm.needWhole();
        Map<TopicPartition, Long> committed = crew.group().committed();
        trial.evidence().ends(crew.orders().name()).entrySet().stream()
                .filter(end -> !end.getValue().equals(committed.get(end.getKey()))).findFirst().ifPresent(end -> {
                    throw Wrong.seen("all orders were done, and all runs were told to stop. " + end.getKey() + " ends "
                                    + "at " + end.getValue() + "; the group has committed "
                                    + Objects.requireNonNullElse(committed.get(end.getKey()), "nothing") + ".")
                            .means("who is started tomorrow begins at the last commit. What is committed is the "
                                    + "offset of the next order to read.")
                            .lookAt("what has your program committed when it closes its consumer, and which offset "
                                    + "does it name?");
                });
    }
}
