package workshop.cluster;

import java.util.Map;
import java.util.SortedMap;

/** Three brokers that programs are judged against. */
public interface Cluster extends AutoCloseable {

    /** Returns which kind it is, in a word or a few, for the verdict: {@code embedded}, {@code playground}, … */
    String kind();

    /** Returns the address of each broker, {@code host:port}, by its id; the same as long as the cluster lives. */
    SortedMap<Integer, String> brokers();

    /** Returns the addresses as {@code bootstrap.servers} takes them. */
    default String bootstrapServers() {
        return String.join(",", brokers().values());
    }

    /** Returns what brokers they are and where, in a line for a person: {@code three embedded brokers on localhost:9092, …}. */
    default String description() {
        // the host is told once, as it is the same for all of them here
        String where = brokers().values().stream().reduce((all, next) -> all + ", "
                + (next.substring(0, next.indexOf(':')).equals(all.substring(0, all.indexOf(':')))
                        ? next.substring(next.indexOf(':') + 1) : next)).orElse("");
        return "Three brokers (" + kind() + ") on " + where;
    }

    /** Returns whether brokers can be taken away: not those of somebody else's cluster. */
    boolean canStopBrokers();

    /**
     * Stops a broker in good order, as {@code kafka-server-stop} does. When this returns, the broker leads no partition, is
     * in no set of in-sync replicas, and nobody listens at its address. Stopping one that is stopped does nothing.
     *
     * @param id one of {@link #brokers()}
     * @throws ClusterException where it cannot be stopped
     */
    void stopBroker(int id);

    /**
     * Takes a broker away as a crash does. When this returns, nobody listens at its address; that it is gone the others
     * find out when its session has run out. Killing one that is stopped does nothing.
     *
     * @param id one of {@link #brokers()}
     * @throws ClusterException where it cannot be killed
     */
    void killBroker(int id);

    /**
     * Starts a broker again at its old address. When this returns, it serves requests; its replicas may still be catching
     * up. Starting one that runs does nothing.
     *
     * @param id one of {@link #brokers()}
     * @throws ClusterException where it cannot be started
     */
    void startBroker(int id);

    /** Returns the settings that a topic of a check has to have of its own, as the brokers need not have them for all topics. */
    default Map<String, String> topicSettings() {
        return Map.of();
    }

    /**
     * Says that a topic or a group of this name may be made now for a check: where it does not go with the brokers, it is noted
     * when this returns, so that it goes also when this process is killed.
     */
    default void isToHave(String name) {
    }

    /**
     * Returns why what was seen of these brokers may be another's doing, so that nothing follows from it; empty where they
     * have been this process's own all the time.
     */
    default String trouble() {
        return "";
    }

    /** Ends the use of the cluster; one that was started for this process is gone, with its data, when this returns. */
    @Override
    void close();
}
