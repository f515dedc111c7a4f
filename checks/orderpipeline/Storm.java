package checks.orderpipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Attempt;
import workshop.check.Books;
import workshop.check.MemberRun;
import workshop.check.Poison;
import workshop.check.Trial;
import workshop.evidence.Wait;
import workshop.evidence.wire.Disturbance;

/**
 * A night in production. Orders come in waves, some of which fail at first, and some of which can never be billed.
 * <ol>
 * <li>A is alone, and is killed while it asks for a commit.
 * <li>B comes, from which each broker refuses a write once, and C, whose writes nobody answers: C is to give up.
 * <li>D comes, and is told to stop in the middle of its work.
 * <li>E comes. Each broker is taken away in turn and brought back; the second time E is killed, and F comes, which is
 * told first of the broker that is away.
 * <li>In the end all orders are done, and B and F are told to stop.
 * </ol>
 * A program that falls over, loses an order or gets nowhere breaks the storm off.
 */
public final class Storm {

    /** How long a record may stay unconfirmed in the run that gets no answers. */
    static final int GIVE_UP_AFTER_MS = 2_000;
    /** How long that run has, from its first write on. */
    static final Duration TO_GIVE_UP = Duration.ofSeconds(15);

    private static final int ENOUGH = 150;
    private static final int TOO_MANY = 300;
    private static final Duration TO_COMMIT = Duration.ofSeconds(6);

    private final Trial trial;
    private final Crew crew;
    private final Waves waves;
    private final Watch watch;
    private final Journal journal;
    private final List<Event> events = new ArrayList<>();
    private final Held held = new Held(ENOUGH);
    private final Farewells farewells;
    private final MemberRun first;
    private MemberRun unanswered;
    private boolean reached;
    private boolean gaveUp;

    /** Makes the topics, writes the first orders and starts the first run. */
    public Storm(Trial trial) {
        this.trial = trial;
        crew = new Crew(trial);
        watch = new Watch(trial, crew);
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
    List<Event> events() {
        return events;
    }

    /** Returns the run whose writes were not answered, once it has asked for one. */
    Optional<MemberRun> unanswered() {
        return reached ? Optional.of(unanswered) : Optional.empty();
    }

    /** Returns whether that run has ended by itself in time. */
    boolean gaveUp() {
        return gaveUp;
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
                    .forEach(farewells::terminate);
        }
        watch.look();
    }

    private boolean lastOrders() {
        waves.plain(5);
        return awaitDone();
    }

    private boolean killAtCommit() {
        boolean come = watch.await(() -> held.isThere()
                || watch.books().fates().stream().filter(Books.Fate::isDone).count() >= TOO_MANY);
        kill(first, held.isThere() ? "killed at a commit" : "killed");
        watch.look();
        held.release(watch);
        crew.runs().throwOut(first);
        return come;
    }

    private boolean leaveUnanswered() {
        Attempt refused = crew.attempt().disturbed(Disturbance.WRITES_REFUSED_ONCE);
        crew.start(refused);
        unanswered = crew.start(crew.attempt(GIVE_UP_AFTER_MS, offsets -> true)
                .disturbed(Disturbance.WRITES_UNANSWERED));
        unanswered.dismiss();
        crew.note(unanswered, "which got no answer to what it wrote");
        BooleanSupplier ended = unanswered.attempt().run()::hasEnded;
        boolean come = watch.awaitPatiently(() -> ended.getAsBoolean() || crew.hasPartitions(unanswered));
        waves.plain(30);
        come = come && watch.awaitPatiently(() -> ended.getAsBoolean() || unanswered.attempt().traffic().writes() > 0);
        long since = System.nanoTime();
        come = come && watch.awaitPatiently(() -> ended.getAsBoolean()
                || System.nanoTime() - since > TO_GIVE_UP.toNanos());
        gaveUp = ended.getAsBoolean();
        reached = come && unanswered.attempt().traffic().writes() > 0;
        unanswered.kill();
        crew.runs().throwOut(unanswered);
        return come;
    }

    private boolean tellToStop() {
        MemberRun leaving = crew.start(crew.attempt());
        if (!watch.await(crew::isShared) || !awaitDone()) {
            return false;
        }
        note(Event.Kind.TOLD, leaving);
        int before = leaving.attempt().traffic().writes();
        waves.plain(100);
        boolean come = watch.await(() -> leaving.attempt().traffic().writes() > before || watch.isDone());
        farewells.terminate(leaving);
        return come && awaitDone();
    }

    private boolean takeBrokersAway() {
        List<Integer> brokers = new ArrayList<>(trial.cluster().brokers().keySet());
        Collections.shuffle(brokers, trial.random());
        note(Event.Kind.AWAY, null);
        MemberRun victim = crew.start(crew.attempt());
        return watch.await(crew::isShared)
                && away(brokers.get(0), () -> {
                    waves.rough(30, Poison.each(1).toList());
                    return true;
                })
                && away(brokers.get(1), () -> replace(victim, brokers.get(1)))
                && away(brokers.get(2), () -> {
                    waves.rough(30, List.of());
                    return true;
                });
    }

    /** Has a broker away while something happens, and until all orders are done. */
    private boolean away(int broker, BooleanSupplier meanwhile) {
        // a cluster that is not the workshop's has the rest of the storm
        boolean can = trial.cluster().canStopBrokers();
        if (can) {
            trial.stopBroker(broker);
        }
        boolean done = meanwhile.getAsBoolean() && watch.await(watch::isDone);
        if (can) {
            trial.startBroker(broker);
            trial.evidence().awaitAllInSync();
        }
        return done && watch.await(crew::isShared);
    }

    private boolean replace(MemberRun victim, int away) {
        int before = victim.attempt().traffic().writes();
        waves.plain(80);
        boolean come = watch.await(() -> victim.attempt().traffic().writes() > before || watch.isDone());
        kill(victim, "killed");
        crew.runs().throwOut(victim);
        List<Integer> known = new ArrayList<>(trial.cluster().brokers().keySet());
        known.remove((Integer) away);
        known.add(0, away);
        crew.start(crew.attempt().knowing(known));
        return come;
    }

    private void kill(MemberRun run, String how) {
        if (run.hasFallen()) {
            return;
        }
        run.kill();
        crew.note(run, how);
        note(Event.Kind.KILLED, run);
    }

    private void note(Event.Kind kind, MemberRun run) {
        Map<TopicPartition, Long> ends = new HashMap<>(trial.evidence().ends(crew.invoices().name()));
        ends.putAll(trial.evidence().ends(crew.deadLetters().name()));
        events.add(new Event(kind, run, ends));
    }

    /** Waits until all orders are done, and gives the program time to commit that. */
    private boolean awaitDone() {
        boolean done = watch.await(watch::isDone);
        Wait.holdsWithin(done ? TO_COMMIT : Duration.ofMillis(200), watch::isAllCommitted);
        return done;
    }
}
