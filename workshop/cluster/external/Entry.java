package workshop.cluster.external;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthorizationException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import workshop.cluster.BrokerSettings;
import workshop.cluster.ClusterException;

/** What a cluster has to have so that checks can be made there. */
final class Entry {

    private static final Duration BACK = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(100);

    private final Admin admin;
    private final String where;

    /** Takes where the cluster was asked for, for messages. */
    Entry(Admin admin, String where) {
        this.admin = admin;
        this.where = where;
    }

    /**
     * Returns why no broker can be spoken to at an address, in a sentence; nothing where one answers. One that was stopped may be on
     * its way back, as on a playground on which a check has just ended: it is waited for, ten seconds at most.
     *
     * @param atMost how long to wait for a connection, and for an answer
     */
    static Optional<String> trouble(String address, Duration atMost) {
        try {
            await().until(() -> !Greeting.isRefused(address, atMost));
        } catch (ConditionTimeoutException e) {
            // the reason is told below
        }
        return Greeting.trouble(address, atMost);
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(STEP).atMost(BACK);
    }

    /**
     * Returns where clients find each broker; waits for one that is on its way back as above.
     *
     * @throws ClusterException where the cluster does not say, or has fewer than three
     */
    SortedMap<Integer, String> brokers() {
        try {
            return await().until(this::found, found -> found.size() >= BrokerSettings.BROKERS);
        } catch (ConditionTimeoutException e) {
            SortedMap<Integer, String> found = found();
            throw new ClusterException("the cluster at " + where + " has " + found.size() + " of the three brokers that the workshop "
                    + "needs: " + String.join(", ", found.values()) + ".", e);
        }
    }

    private SortedMap<Integer, String> found() {
        Collection<Node> nodes = await(admin.describeCluster().nodes(), "name its brokers");
        SortedMap<Integer, String> brokers = new TreeMap<>();
        nodes.forEach(node -> brokers.put(node.id(),
                (node.host().contains(":") ? "[" + node.host() + "]" : node.host()) + ":" + node.port()));
        return brokers;
    }

    /** Returns the id that the brokers were given when the cluster was made. */
    String clusterId() {
        return await(admin.describeCluster().clusterId(), "tell its id");
    }

    /**
     * Has the cluster say whether topics as checks need them can be made; makes none.
     *
     * @throws ClusterException where not
     */
    void tryToMakeATopic() {
        NewTopic topic = new NewTopic("three-brokers-" + UUID.randomUUID(), 1, (short) BrokerSettings.BROKERS);
        await(admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true)).all(), "let a topic be made");
    }

    private <T> T await(KafkaFuture<T> answer, String what) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw refused(what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(what, e);
        }
    }

    private ClusterException refused(String what, Throwable why) {
        if (why instanceof AuthorizationException) {
            return new ClusterException("the cluster at " + where + " does not " + what + ": you have no right to. A check makes topics "
                    + "and groups of its own there, and deletes them.", why);
        }
        return new ClusterException("the cluster at " + where + " does not " + what + ": " + (why.getMessage() == null
                ? why.toString() : why.getMessage()) + (why instanceof TimeoutException
                        || why instanceof org.apache.kafka.common.errors.TimeoutException
                        ? " A broker that wants to know who asks (SASL) keeps silent so, too." : ""), why);
    }
}
