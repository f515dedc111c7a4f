package checks.orderpipeline;

import java.time.Duration;
import java.util.Optional;
import workshop.check.Books;
import workshop.check.MemberRun;
import workshop.check.Poison;
import workshop.check.Trial;
import workshop.evidence.Wait;
import workshop.evidence.wire.Disturbance;

/**
 * A night in production. Orders come in waves, some of which fail at first, and some of which can never be billed.
 * <ol>
 * <li>A is alone. Its first commit is kept back until it is to say how many orders wait; it is killed while it asks for a later one.
 * <li>B comes, whose writes nobody answers: it is to give up. When it goes, C, D and E are there already, so that the
 * group has to share the partitions once, and not four times. From C each broker refuses a write once.
 * <li>D is told to stop in the middle of its work, while it waits for the confirmation of invoices.
 * <li>Then come the {@link Outages}, in which E is killed and F comes.
 * <li>In the end all orders are done, and C and F are told to stop.
 * </ol>
 * The first dead letter of each run is kept back for a moment, to see whether it is waited for.
 * A program that falls over, loses an order or gets nowhere breaks the storm off.
 */
public final class Storm {

    private static final int ENOUGH = 150;
    private static final int TOO_MANY = 300;
    // more than those that are in hand
    private static final int IN_HAND = 300;
    // longer than from one line with the lag to the next
    private static final Duration KEPT_BACK = Duration.ofMillis(1200);
    private static final Duration TO_COMMIT = Duration.ofSeconds(6);

    private final Trial trial;
    private final Crew crew;
    private final Waves waves;
    private final Watch watch;
    private final Chronicle chronicle;
    private final Journal journal;
    private final Held held = new Held(ENOUGH);
    private final HeldInvoice heldInvoice;
    private final Farewells farewells;
    private final MemberRun first;
    private MemberRun leaving;
    private MemberRun victim;
    private Optional<Unanswered> unanswered = Optional.empty();

    /** Makes the topics, writes the first orders and starts the first run. */
    public Storm(Trial trial) {
        this.trial = trial;
        crew = new Crew(trial);
        watch = new Watch(trial, crew);
        chronicle = new Chronicle(trial.evidence(), crew);
        heldInvoice = new HeldInvoice(crew.invoices().name());
        farewells = new Farewells(crew);
        waves = new Waves(trial, crew.orders());
        journal = new Journal(this);
        // behind so many that a poll of five hundred has too many in hand
        waves.plain(150);
        waves.rough(130, Poison.each(1).toList());
        first = crew.start(crew.attempt(Crew.PATIENT, held::passes));
    }

    /** Returns the runs. */
    Crew crew() {
        return crew;
    }

    /** Returns what there is to see. */
    Watch watch() {
        return watch;
    }

    /** Returns what the runs have logged. */
    public Journal journal() {
        return journal;
    }

    /** Returns what happened, in turn. */
    Chronicle chronicle() {
        return chronicle;
    }

    /** Returns the run whose writes were not answered, once it has asked for one. */
    Optional<Unanswered> unanswered() {
        return unanswered.filter(Unanswered::isReached);
    }

    /** Returns how the runs went that were told to stop. */
    Farewells farewells() {
        return farewells;
    }

    /** Ends a fact without a judgement where the storm was broken off. */
    public void needWhole() {
        if (watch.end() != null) {
            Trial.cannotJudge("to be judged once the program comes through the storm");
        }
    }

    /** Lets it rage to its end, or until it is broken off. */
    public void rage() {
        if (killAtCommit() && leaveUnanswered() && tellToStop() && takeBrokersAway() && lastOrders()) {
            journal.awaitNoLag();
            // who did not stop the first time would not do so now
            crew.runs().staying().stream().filter(run -> farewells.unwilling().isEmpty())
                    .forEach(run -> farewells.terminate(run, () -> { }));
        }
        watch.look();
    }

    private boolean killAtCommit() {
        int lines = keepFirstCommitBack();
        boolean come = watch.await(this::hasDoneEnough);
        if (held.isThere()) {
            Wait.holdsWithin(KEPT_BACK, () -> journal.lagLines(first.attempt()) > lines);
        }
        chronicle.kill(first, held.isThere() ? "killed at a commit" : "killed");
        watch.look();
        if (held.isThere() && watch.books().fates().size() - done() > IN_HAND) {
            journal.ordersWaited(first, lines);
        }
        held.release(watch);
        crew.runs().throwOut(first);
        return come;
    }

    private boolean hasDoneEnough() {
        return held.isThere() || done() >= TOO_MANY;
    }

    private long done() {
        return watch.books().fates().stream().filter(Books.Fate::isDone).count();
    }

    /** So that a line with the lag is due when it goes on; returns how many were printed by then. */
    private int keepFirstCommitBack() {
        watch.await(() -> held.isFirstThere() || hasDoneEnough());
        int before = journal.lagLines(first.attempt());
        if (held.isFirstThere()) {
            Wait.holdsWithin(KEPT_BACK, () -> journal.lagLines(first.attempt()) > before);
        }
        int lines = journal.lagLines(first.attempt());
        held.releaseFirst();
        return lines;
    }

    private boolean leaveUnanswered() {
        Unanswered silenced = new Unanswered(crew, watch);
        unanswered = Optional.of(silenced);
        waves.plain(30);
        boolean come = silenced.awaitWrite();
        if (come) {
            crew.start(crew.attempt().disturbed(Disturbance.WRITES_REFUSED_ONCE));
            leaving = crew.start(crew.attempt(heldInvoice));
            victim = crew.start(crew.attempt());
            come = silenced.awaitEnd();
        }
        silenced.dismiss();
        return come;
    }

    private boolean tellToStop() {
        if (!watch.await(crew::isShared) || !awaitDone()) {
            return false;
        }
        chronicle.note(Event.Kind.TOLD, leaving);
        heldInvoice.holdNext();
        waves.plain(100);
        boolean come = watch.await(heldInvoice::isThere);
        farewells.terminate(leaving, () -> heldInvoice.releaseWhenToldTo(leaving.attempt().run()::hasEnded));
        return come && awaitDone();
    }

    private boolean takeBrokersAway() {
        chronicle.note(Event.Kind.AWAY, null);
        return new Outages(trial, crew, watch, waves, chronicle).takeAllInTurn(victim);
    }

    private boolean lastOrders() {
        waves.plain(5);
        return awaitDone();
    }

    /** Waits until all orders are done, and gives the program time to commit that. */
    private boolean awaitDone() {
        boolean done = watch.await(watch::isDone);
        Wait.holdsWithin(done ? TO_COMMIT : Duration.ofMillis(200), watch::isAllCommitted);
        return done;
    }
}
