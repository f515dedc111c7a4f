package checks.errors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import workshop.check.Poison;
import workshop.check.Trial;
import workshop.evidence.Wait;
import workshop.evidence.wire.Disturbance;
import workshop.evidence.wire.Produced;
import workshop.process.Background;

/**
 * The runs of the program, side by side.
 *
 * @param plain has good orders alone; its topic for invoices demands three in-sync replicas
 * @param mixed has good orders and bad ones
 * @param over  will hold those that have an order for which nothing can be stored, when they are over
 */
public record Runs(Desk plain, Desk mixed, CompletableFuture<List<DeadEnd>> over) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PARTITIONS = 3;
    private static final int GOOD_EACH = 5;
    private static final int BAD_OF_A_KIND = 2;
    // nothing comes behind them that would be committed too
    private static final List<Poison> LAST = List.of(Poison.NOT_TEXT, Poison.NOT_JSON);
    // so long that no run gives up that only has to wait for a while
    private static final int LONG = 120_000;

    /** Makes the topics, writes the orders and starts the runs. */
    public static Runs start(Trial trial) {
        Desk plain = new Desk(trial, trial.topic("orders", PARTITIONS),
                trial.topic("invoices", PARTITIONS, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "3"),
                trial.topic("orders.dlq", 1), LONG);
        Desk mixed = new Desk(trial, trial.topic("orders", PARTITIONS),
                trial.topic("invoices", PARTITIONS, Poison.INVOICE_LIMIT.toArray(String[]::new)),
                trial.topic("orders.dlq", 1), LONG);
        Desk unanswered = brief(trial, trial.topic("invoices", 1), trial.topic("orders.dlq", 1));
        Desk homeless = brief(trial, trial.topic("invoices", 1), trial.topic("orders.dlq", 1));
        // a blank is in no topic's name
        Desk misnamed = brief(trial, trial.topic("invoices ", 1), trial.topic("orders.dlq", 1));
        Desk refused = refusing(trial);
        Desk unreadable = refusing(trial);
        Set<String> unmade = Set.of(homeless.invoices(), misnamed.invoices());
        trial.create(Stream.of(plain, mixed, unanswered, homeless, misnamed, refused, unreadable).flatMap(Desk::topics)
                .filter(topic -> !unmade.contains(topic.name())).toArray(NewTopic[]::new));
        unanswered.attempt().disturbed(Disturbance.WRITES_UNANSWERED);
        List.of(plain, unanswered, refused, unreadable).forEach(desk -> desk.writeGood(GOOD_EACH));
        // one order: each send() waits for the topic anew, and who sends all before waiting for any is not wrong
        List.of(homeless, misnamed).forEach(desk -> desk.writeGood(1));
        refused.write(0, List.of(Poison.NOT_JSON));
        unreadable.write(0, List.of(Poison.NOT_TEXT));
        List.of(refused, unreadable).forEach(desk -> desk.writeGood(GOOD_EACH));
        writeMixed(mixed, trial);
        plain.attempt().start();
        mixed.attempt().start();
        List<DeadEnd> deadEnds = List.of(unanswered(unanswered), homeless(homeless), misnamed(misnamed), refused(refused),
                refused(unreadable));
        // their time runs while the others are judged
        return new Runs(plain, mixed, Background.call("dead ends", () -> await(deadEnds)));
    }

    private static List<DeadEnd> await(List<DeadEnd> deadEnds) {
        // each is asked each time
        if (!Wait.holdsWithin(PATIENCE, () -> deadEnds.stream().filter(DeadEnd::isOver).toList().size() == deadEnds.size())) {
            deadEnds.forEach(DeadEnd::end);
        }
        return deadEnds;
    }

    /** Returns those that had an order for which nothing can be stored, when they are over. */
    public List<DeadEnd> deadEnds() {
        return Background.result(over);
    }

    private static Desk brief(Trial trial, NewTopic invoices, NewTopic deadLetters) {
        return new Desk(trial, trial.topic("orders", 1), invoices, deadLetters, DeadEnd.GIVE_UP_AFTER_MS);
    }

    // a program may take another way for what it cannot even read
    private static Desk refusing(Trial trial) {
        return brief(trial, trial.topic("invoices", 1), trial.topic("orders.dlq", 1, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "10"));
    }

    // each partition has good orders, and behind the last of them one partition has what cannot be read, and another one what can
    private static void writeMixed(Desk mixed, Trial trial) {
        List<Poison> bad = new ArrayList<>(Poison.each(BAD_OF_A_KIND).toList());
        bad.add(Poison.NO_VALUE);
        Collections.shuffle(bad, trial.random());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<Poison> kinds = new ArrayList<>(Collections.nCopies(GOOD_EACH, (Poison) null));
            for (int n = partition; n < bad.size(); n += PARTITIONS) {
                kinds.add(trial.random().nextInt(kinds.size()), bad.get(n));
            }
            if (partition < LAST.size()) {
                kinds.add(LAST.get(partition));
            }
            mixed.write(partition, kinds);
        }
    }

    private static DeadEnd unanswered(Desk desk) {
        return new DeadEnd(desk, 0, "no broker answered what this run had to write, so that no invoice was confirmed.",
                () -> desk.traffic().writes() > 0, true,
                "the producer tries again by itself until a record's time is over: delivery.timeout.ms, two minutes "
                        + "by default.",
                "where in your program does GIVE_UP_AFTER_MS take effect?");
    }

    private static DeadEnd homeless(Desk desk) {
        return new DeadEnd(desk, 0, "there is no topic of the name that INVOICES gave to this run, so that no invoice "
                + "was stored.",
                () -> desk.traffic().unknownTopics().contains(desk.invoices()), false,
                "send() itself waits for news of the topic, at most max.block.ms, a minute by default, and each call "
                        + "anew.",
                "which of the times that a producer waits are bound by GIVE_UP_AFTER_MS?");
    }

    private static DeadEnd misnamed(Desk desk) {
        return new DeadEnd(desk, 0, "the name that INVOICES gave to this run, \"" + desk.invoices() + "\", can be no topic's, so "
                + "that no invoice was stored.",
                () -> desk.traffic().unknownTopics().contains(desk.invoices()), false,
                "an InvalidTopicException comes at once, and is not retriable: it comes again at each try.",
                "what does your program do after an error of send() that is neither retriable nor the order's?");
    }

    private static DeadEnd refused(Desk desk) {
        return new DeadEnd(desk, GOOD_EACH, "the dead-letter topic of this run takes no record, so that the dead "
                + "letter for "
                        + desk.orders() + "-0@" + GOOD_EACH + " was not stored.",
                () -> desk.answers(desk.deadLetters()).anyMatch(Produced::refused), true,
                "what is refused for good is refused each time.",
                "what does your program do when a dead letter cannot be stored?");
    }
}
