package checks.orderpipeline;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.Headway;
import workshop.check.MemberRun;
import workshop.check.MemberRuns;
import workshop.check.Poison;
import workshop.check.Trial;
import workshop.evidence.Group;
import workshop.evidence.Member;
import workshop.evidence.Stored;
import workshop.evidence.wire.Confirmation;
import workshop.evidence.wire.WriteGate;

/** The runs of the program in the storm, members of one group, with their topics. */
final class Crew {

    private static final int PARTITIONS = 4;
    private static final int INVOICE_PARTITIONS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(8);
    // so long that no run gives up that only has to wait for a while
    static final int PATIENT = 120_000;

    private final Trial trial;
    private final NewTopic orders;
    private final NewTopic invoices;
    private final NewTopic deadLetters;
    private final String groupId;
    private final MemberRuns runs;
    private final Map<MemberRun, Headway> headways = new HashMap<>();
    private final Map<MemberRun, String> ends = new HashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /**
     * A commit that a run has asked for.
     *
     * @param program  the name of the run
     * @param nanoTime when, as {@link System#nanoTime()} has it
     */
    record Asked(String program, Map<TopicPartition, Long> offsets, long nanoTime) {

        /** Returns whether it says that an order is done. */
        boolean covers(Stored order) {
            return offset(order) > order.offset();
        }

        /** Returns the offset that it names for the partition of an order, or -1. */
        long offset(Stored order) {
            return offsets.getOrDefault(order.topicPartition(), -1L);
        }
    }

    /** Makes the topics. */
    Crew(Trial trial) {
        this.trial = trial;
        orders = trial.topic("orders", PARTITIONS);
        invoices = trial.topic("invoices", INVOICE_PARTITIONS, trial::replicas).configs(Map.of(Poison.INVOICE_LIMIT.get(0),
                Poison.INVOICE_LIMIT.get(1)));
        // led by another broker than invoices are: a dead letter that is held holds no invoice back, and so no commit that waits for one
        deadLetters = trial.topic("orders.dlq", 1, partition -> trial.replicas(INVOICE_PARTITIONS));
        trial.create(orders, invoices, deadLetters);
        groupId = trial.group("billing");
        runs = new MemberRuns(trial, groupId, orders.name(), this::attempt);
    }

    /** Prepares a run in ordinary surroundings. */
    Attempt attempt() {
        return attempt(PATIENT, offsets -> true);
    }

    /** Prepares a run in ordinary surroundings, whose writes meet a gate of their own. */
    Attempt attempt(WriteGate writes) {
        return attempt(PATIENT, offsets -> true, writes);
    }

    /**
     * Prepares a run.
     *
     * @param giveUpAfterMs how long a record of it may stay unconfirmed
     * @param gate          hears of each commit that it asks for, and says whether the broker is to hear of it
     */
    Attempt attempt(int giveUpAfterMs, Predicate<Map<TopicPartition, Long>> gate) {
        return attempt(giveUpAfterMs, gate, WriteGate.OPEN);
    }

    private Attempt attempt(int giveUpAfterMs, Predicate<Map<TopicPartition, Long>> gate, WriteGate writes) {
        String name = "program " + (char) ('A' + runs.all().size());
        HeldLetter letter = new HeldLetter(deadLetters.name());
        return trial.attempt().with("TOPIC", orders.name()).with("INVOICES", invoices.name())
                .with("DLQ", deadLetters.name()).with("GROUP_ID", groupId)
                .with("GIVE_UP_AFTER_MS", String.valueOf(giveUpAfterMs)).where(program -> program.atMost(LIMIT))
                .committingThrough(offsets -> {
                    asked.add(new Asked(name, offsets, System.nanoTime()));
                    letter.committing();
                    return gate.test(offsets);
                }).writingThrough(topics -> {
                    letter.asked(topics);
                    writes.asked(topics);
                });
    }

    /** Starts a run. */
    MemberRun start(Attempt attempt) {
        MemberRun run = runs.start(attempt);
        headways.put(run, new Headway(attempt, 1));
        return run;
    }

    MemberRuns runs() {
        return runs;
    }

    Group group() {
        return runs.group();
    }

    NewTopic orders() {
        return orders;
    }

    NewTopic invoices() {
        return invoices;
    }

    NewTopic deadLetters() {
        return deadLetters;
    }

    List<Asked> asked() {
        return asked;
    }

    /** Returns whether nothing is to be expected of any run that is to stay. */
    boolean isQuiet() {
        // each is asked, as it notes what it sees
        List<Boolean> over = runs.staying().stream().map(run -> headways.get(run).isOver()).toList();
        return !over.contains(false);
    }

    /** Returns whether a run is a member of the group and has partitions. */
    boolean hasPartitions(MemberRun run) {
        return !run.partitions(runs.group().members()).isEmpty();
    }

    /** Returns whether the group still has a run as a member. */
    boolean isMember(MemberRun run) {
        return runs.group().members().stream().anyMatch(run::is);
    }

    /** Returns whether the runs that are to stay share the partitions. */
    boolean isShared() {
        List<Member> members = runs.group().members();
        return runs.isShared(members);
    }

    /** Notes how the check has a run end, in words that continue a sentence. */
    void note(MemberRun run, String end) {
        ends.put(run, end);
    }

    /** Returns the topics that a run has asked for, or was given by the group, and that it was not told of. */
    List<String> elsewhere() {
        List<String> told = List.of(orders.name(), invoices.name(), deadLetters.name());
        return runs.elsewhere().stream().filter(topic -> !told.contains(topic)).toList();
    }

    /** Returns whether a run that still goes on has read past an order: it may come back to it. */
    boolean isInHand(Stored order) {
        return runs.all().stream().anyMatch(run -> !run.attempt().run().hasEnded() && hasReadPast(run, order));
    }

    private static boolean hasReadPast(MemberRun run, Stored order) {
        return run.attempt().traffic().readTo(order.topicPartition()) > order.offset();
    }

    /** Returns the names of the runs that have read past an order, or have had that committed, with what became of them. */
    String readersOf(Stored order) {
        return runs.all().stream().filter(run -> hasReadPast(run, order)
                        || asked.stream().anyMatch(each -> each.program().equals(run.name()) && each.covers(order)))
                .map(this::titled).collect(Collectors.joining(", "));
    }

    private String titled(MemberRun run) {
        return run.name() + (ends.containsKey(run) ? " (" + ends.get(run) + ")" : "");
    }

    /** Returns the confirmation of the batch that a record lies in, where a run has had one. */
    Optional<Confirmation> confirmation(Stored record) {
        return runs.all().stream()
                .flatMap(run -> run.attempt().traffic().confirmation(record.topicPartition(), record.offset()).stream())
                .max(Comparator.comparing(Confirmation::baseOffset));
    }
}
