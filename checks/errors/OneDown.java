package checks.errors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import workshop.check.Books.Fate;
import workshop.check.Books;
import workshop.check.Headway;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.wire.Produced;

/** A broker goes down while a run is at work, so that no invoice can be stored, and comes back. */
public final class OneDown {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration A_FEW_TRIES = Duration.ofSeconds(2);
    private static final int FEW = 3;
    private static final int WHILE_DOWN = 3;
    private static final int AFTERWARDS = 2;

    private final Trial trial;
    private final Desk desk;
    private final int broker;

    /** Takes a run that has billed all of its orders, and whose topic for invoices demands three in-sync replicas. */
    public OneDown(Trial trial, Desk desk) {
        this.trial = trial;
        this.desk = desk;
        List<Integer> brokers = new ArrayList<>(trial.cluster().brokers().keySet());
        broker = brokers.get(trial.random().nextInt(brokers.size()));
    }

    /** Takes a broker away and brings it back, and establishes that each order has its invoice then. */
    public void judge() {
        if (desk.attempt().run().hasEnded()) {
            throw Wrong.seen("all orders were billed, nobody had told the program to stop, and it " + desk.state())
                    .means("a topic has no end: a consumer runs until it is told to stop.")
                    .lookAt("what ends the loop around poll()?");
        }
        Map<Integer, Long> before = refusals();
        trial.stopBroker(broker);
        desk.writeGood(WHILE_DOWN);
        Headway headway = new Headway(desk.attempt(), 1);
        desk.attempt().await(PATIENCE, () -> wasRefused(1, before) || headway.isOver());
        // one that tries again only a few times has no tries left then; it waits a tenth of a second at first, and twice that each time
        desk.attempt().await(A_FEW_TRIES, () -> wasRefused(FEW + 1, before));
        trial.startBroker(broker);
        desk.writeGood(AFTERWARDS);
        Books books = desk.await(now -> now.missing().isEmpty()
                || now.fates().stream().anyMatch(OneDown::isDeadLetter));
        books.fates().stream().filter(OneDown::isDeadLetter).findFirst().ifPresent(fate -> {
            throw passing("The program put " + fate.order().place() + ", a good order, on the dead-letter topic.");
        });
        if (desk.attempt().run().hasEnded() || !books.missing().isEmpty()) {
            throw passing("Of the orders that came then, " + books.missing().size() + " have no invoice"
                    + (books.missing().isEmpty() ? "" : ", the first at " + books.missing().get(0).order().place())
                    + ", and the program " + desk.state());
        }
    }

    private Wrong passing(String seen) {
        String error = desk.answers(desk.invoices()).filter(Produced::refused).map(Produced::error).findFirst()
                .map(name -> " (" + name + ")").orElse("");
        return Wrong.seen("broker " + broker + " was stopped, so that invoices could not be stored for a while" + error
                        + ", and came back. GIVE_UP_AFTER_MS was " + desk.giveUpAfterMs() + ". " + seen)
                .means("errors that pass, such as a replica too few or a leader that moves, the producer tries again "
                        + "by itself: as often as retries says, and within delivery.timeout.ms. An idempotent one "
                        + "does not write twice.")
                .lookAt("how often, and for how long, may your producer try again, and what does your program do "
                        + "meanwhile?");
    }

    private static boolean isDeadLetter(Fate fate) {
        return !fate.deadLetters().isEmpty();
    }

    private boolean wasRefused(int times, Map<Integer, Long> before) {
        return refusals().entrySet().stream()
                .anyMatch(partition -> partition.getValue() - before.getOrDefault(partition.getKey(), 0L) >= times);
    }

    private Map<Integer, Long> refusals() {
        return desk.answers(desk.invoices()).filter(Produced::refused)
                .collect(Collectors.groupingBy(Produced::partition, Collectors.counting()));
    }
}
