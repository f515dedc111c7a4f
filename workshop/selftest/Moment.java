package workshop.selftest;

import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import workshop.cluster.Cluster;
import workshop.process.Background;

/** A cluster with which something is done while a broker stops; closing it leaves the brokers as they are. */
final class Moment implements Cluster {

    private final Cluster cluster;
    private long delay;
    private Runnable action;
    private CompletableFuture<Void> done;

    Moment(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Has something done once, so many milliseconds after the next stop of a broker began. */
    synchronized void then(long milliseconds, Runnable what) {
        delay = milliseconds;
        action = what;
        done = new CompletableFuture<>();
    }

    /** Waits until it is done. */
    void await() {
        done.join();
    }

    private synchronized void begun() {
        if (action != null) {
            CompletableFuture<Void> told = done;
            CompletableFuture.runAsync(action, CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS,
                    Background.executor("moment"))).whenComplete((nothing, failure) -> told.complete(null));
            action = null;
        }
    }

    @Override
    public void stopBroker(int id) {
        begun();
        cluster.stopBroker(id);
    }

    @Override
    public String kind() {
        return cluster.kind();
    }

    @Override
    public SortedMap<Integer, String> brokers() {
        return cluster.brokers();
    }

    @Override
    public boolean canStopBrokers() {
        return true;
    }

    @Override
    public void killBroker(int id) {
        cluster.killBroker(id);
    }

    @Override
    public void startBroker(int id) {
        cluster.startBroker(id);
    }

    @Override
    public void close() {
        // its owner closes it
        return;
    }
}
