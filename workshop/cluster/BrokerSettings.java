package workshop.cluster;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The settings of a broker of the workshop: the one source for every kind of cluster. What differs from Kafka's own
 * default has its reason beside it; what must differ between brokers (ids, ports, folders) is not here.
 */
public final class BrokerSettings {

    /** How many brokers a cluster of the workshop has; each is a controller too. */
    public static final int BROKERS = 3;

    private BrokerSettings() {
    }

    /** Returns the settings that all brokers share, in the order in which a reader meets them; a new map at each call. */
    public static Map<String, String> common() {
        Map<String, String> settings = new LinkedHashMap<>();
        // what the lessons teach against
        settings.put("default.replication.factor", "3");
        settings.put("min.insync.replicas", "2");
        settings.put("auto.create.topics.enable", "false");
        // the internal topics: replicated as in life, few partitions as three small brokers serve one learner
        settings.put("offsets.topic.replication.factor", "3");
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.replication.factor", "3");
        settings.put("transaction.state.log.min.isr", "2");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("share.coordinator.state.topic.replication.factor", "3");
        settings.put("share.coordinator.state.topic.min.isr", "2");
        settings.put("share.coordinator.state.topic.num.partitions", "3");
        // a classic group starts at once, not after three seconds of waiting for more members
        settings.put("group.initial.rebalance.delay.ms", "0");
        // members of the consumer protocol (KIP-848) hear of a change with their next heartbeat, at a pace that the broker sets
        settings.put("group.consumer.heartbeat.interval.ms", "500");
        settings.put("group.consumer.min.heartbeat.interval.ms", "500");
        // a broker that comes back is let in when its old session has run out, also after a stop in good order
        settings.put("broker.session.timeout.ms", "3000");
        // one that comes, or goes in good order, waits for the next heartbeat; but this is also all the time that one may take
        // (BrokerServer gives it to the heartbeat's channel): with 50 none got through to a busy controller for seconds on end
        settings.put("broker.heartbeat.interval.ms", "250");
        // a topic just made takes its first write when its followers ask for it: soon, be they waiting for news of another
        // topic (half a second), or too early for their leader (a second)
        settings.put("replica.fetch.wait.max.ms", "100");
        settings.put("replica.fetch.backoff.ms", "50");
        // a deleted topic goes at once: a broker that is stopped before that (a minute and a half) begins the wait anew when it is
        // back, and keeps the files of every topic open that was ever deleted
        settings.put("log.segment.delete.delay.ms", "500");
        settings.put("log.initial.task.delay.ms", "500");
        // three voters on one machine need no second to find out that none of them leads yet
        settings.put("controller.quorum.election.timeout.ms", "250");
        settings.put("controller.quorum.election.backoff.max.ms", "100");
        // little memory and few threads: three brokers fit on a laptop of 8 GB
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "1");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("log.index.size.max.bytes", "1048576");
        return settings;
    }

    /**
     * Returns the settings of one broker that listens on loopback.
     *
     * @param id              1 to {@link #BROKERS}
     * @param brokerPorts     the port of each broker, broker 1 first
     * @param controllerPorts the port of each controller, the one of broker 1 first
     * @param folder          the broker's data folder
     */
    public static Map<String, String> onLoopback(int id, int[] brokerPorts, int[] controllerPorts, String folder) {
        Map<String, String> settings = brokerAndController(id, node -> "127.0.0.1:" + controllerPorts[node - 1]);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + brokerPorts[id - 1]
                + ",CONTROLLER://127.0.0.1:" + controllerPorts[id - 1]);
        settings.put("advertised.listeners", "PLAINTEXT://localhost:" + brokerPorts[id - 1]);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", folder);
        return settings;
    }

    /**
     * Returns the settings of one broker in a container of the image {@code apache/kafka}, where the others are found by
     * {@link #containerHost(int)}.
     *
     * @param id      1 to {@link #BROKERS}
     * @param address where clients outside of the container find it
     */
    public static Map<String, String> inContainer(int id, String address) {
        Map<String, String> settings = brokerAndController(id, node -> containerHost(node) + ":9094");
        settings.put("listeners", "PLAINTEXT://0.0.0.0:9092,BROKER://0.0.0.0:9093,CONTROLLER://0.0.0.0:9094");
        settings.put("advertised.listeners", "PLAINTEXT://" + address + ",BROKER://" + containerHost(id) + ":9093");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", "/var/lib/kafka/data");
        return settings;
    }

    private static Map<String, String> brokerAndController(int id, IntFunction<String> controllerOf) {
        Map<String, String> settings = common();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(id));
        settings.put("controller.quorum.voters", IntStream.rangeClosed(1, BROKERS)
                .mapToObj(node -> node + "@" + controllerOf.apply(node)).collect(Collectors.joining(",")));
        settings.put("controller.listener.names", "CONTROLLER");
        return settings;
    }

    /** Returns the name by which containers of one cluster find a broker. */
    public static String containerHost(int id) {
        return "broker-" + id;
    }

    /** Returns what the engine knows the container of a broker by. */
    public static String containerName(String cluster, int id) {
        return cluster + "-broker-" + id;
    }

    /** Returns what the JVM of a broker in a container is told by environment variables of the image. */
    public static Map<String, String> containerJvm() {
        return Map.of(
                // without it each of three would take 1 GB
                "KAFKA_HEAP_OPTS", "-Xms64m -Xmx256m",
                // quick to start; and names are asked for anew each time, as a broker may come back at another address
                "KAFKA_JVM_PERFORMANCE_OPTS",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dsun.net.inetaddr.ttl=0 -Dsun.net.inetaddr.negative.ttl=0");
    }

    /** Returns the environment variable by which the image {@code apache/kafka} takes a setting. */
    public static String variable(String setting) {
        return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace("-", "___").replace(".", "_");
    }
}
