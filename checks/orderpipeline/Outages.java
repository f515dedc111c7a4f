package checks.orderpipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import workshop.check.MemberRun;
import workshop.check.Poison;
import workshop.check.Trial;

/**
 * Each broker is taken away in turn and brought back, and orders come meanwhile. The second time a run is killed, and
 * another comes in its place, which is told first of the broker that is away.
 */
final class Outages {

    private final Trial trial;
    private final Crew crew;
    private final Watch watch;
    private final Waves waves;
    private final Chronicle chronicle;

    Outages(Trial trial, Crew crew, Watch watch, Waves waves, Chronicle chronicle) {
        this.trial = trial;
        this.crew = crew;
        this.watch = watch;
        this.waves = waves;
        this.chronicle = chronicle;
    }

    /**
     * Takes each away; all are back when this returns. Returns false where the storm is to be broken off.
     *
     * @param victim the run that is killed
     */
    boolean takeAllInTurn(MemberRun victim) {
        List<Integer> brokers = new ArrayList<>(trial.cluster().brokers().keySet());
        Collections.shuffle(brokers, trial.random());
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
        chronicle.kill(victim, "killed");
        crew.runs().throwOut(victim);
        List<Integer> known = new ArrayList<>(trial.cluster().brokers().keySet());
        known.remove((Integer) away);
        known.add(0, away);
        crew.start(crew.attempt().knowing(known));
        return come;
    }
}
