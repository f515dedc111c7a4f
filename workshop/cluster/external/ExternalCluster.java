package workshop.cluster.external;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.TopicConfig;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;
import workshop.process.Owned;

/**
 * A cluster that is somebody else's. Its brokers are left as they are, and none can be taken away; the topics and groups that
 * checks make there go when this is closed or, should this process be killed, when the next one joins the cluster.
 */
public final class ExternalCluster implements Cluster {

    /** The word for this kind. */
    public static final String KIND = "external";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    // what Kafka's own defaults are, and what the workshop's brokers have, need not be what these brokers go by
    private static final Map<String, String> TOPICS = Map.of(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2",
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.COMPRESSION_TYPE_CONFIG, "producer",
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime",
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588",
            TopicConfig.RETENTION_MS_CONFIG, "604800000",
            TopicConfig.RETENTION_BYTES_CONFIG, "-1");

    private final Admin admin;
    private final SortedMap<Integer, String> brokers;
    private final MadeNames made;
    private final Runnable callOff;

    private ExternalCluster(Admin admin, SortedMap<Integer, String> brokers, MadeNames made) {
        this.admin = admin;
        this.brokers = brokers;
        this.made = made;
        // a program that still runs may come back to its group: so the file stays for the next process
        this.callOff = Owned.atExit(this::sweep);
    }

    /**
     * Joins a cluster; what dead processes have left there is gone, as far as that is possible, when this returns.
     *
     * @param addresses of some of its brokers
     * @param folder    where is noted what is made, and what was: the {@link workshop.process.CacheFolder}
     * @throws ClusterException where it cannot be used; the message says why
     */
    public static ExternalCluster join(List<String> addresses, Path folder) {
        for (String address : addresses) {
            Entry.trouble(address, PATIENCE).ifPresent(why -> {
                throw new ClusterException(why);
            });
        }
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, addresses,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.multipliedBy(2).toMillis()));
        try {
            Entry entry = new Entry(admin, String.join(", ", addresses));
            SortedMap<Integer, String> brokers = entry.brokers();
            brokers.forEach((id, address) -> Entry.trouble(address, PATIENCE).ifPresent(why -> {
                throw new ClusterException("clients find broker " + id + " at " + address + " (advertised.listeners), but " + why);
            }));
            entry.tryToMakeATopic();
            for (MadeNames left : MadeNames.leftOn(folder, entry.clusterId())) {
                sweep(admin, left);
            }
            return new ExternalCluster(admin, brokers, MadeNames.begin(folder, entry.clusterId()));
        } catch (IOException e) {
            admin.close(Duration.ZERO);
            throw new ClusterException("what is made on the cluster could not be noted in " + folder + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static void sweep(Admin admin, MadeNames names) throws IOException {
        if (new Sweep(admin).of(names.all())) {
            names.forget();
        } else {
            names.close();
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public SortedMap<Integer, String> brokers() {
        return new TreeMap<>(brokers);
    }

    @Override
    public String description() {
        return brokers.size() + " brokers (" + KIND + ") on " + String.join(", ", brokers.values());
    }

    @Override
    public boolean canStopBrokers() {
        return false;
    }

    @Override
    public void stopBroker(int id) {
        throw refusal();
    }

    @Override
    public void killBroker(int id) {
        throw refusal();
    }

    @Override
    public void startBroker(int id) {
        throw refusal();
    }

    private static ClusterException refusal() {
        return new ClusterException("the brokers of this cluster are not the workshop's to stop or start");
    }

    @Override
    public Map<String, String> topicSettings() {
        return TOPICS;
    }

    @Override
    public void isToHave(String name) {
        try {
            made.add(name);
        } catch (IOException e) {
            throw new ClusterException("what is made on the cluster could not be noted: " + e.getMessage(), e);
        }
    }

    private void sweep() {
        try {
            new Sweep(admin).of(made.all());
        } catch (IOException unreadable) {
            // closed already, or for the next process
            return;
        }
    }

    @Override
    public void close() {
        callOff.run();
        try {
            sweep(admin, made);
        } catch (IOException stays) {
            // the next process finds it
            made.close();
        }
        admin.close(Duration.ZERO);
    }
}
