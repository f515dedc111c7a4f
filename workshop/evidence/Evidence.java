package workshop.evidence;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;
import workshop.cluster.Cluster;
import workshop.cluster.OwnCluster;

/**
 * What a cluster shows of what happened on it: records, batches, groups. Read the same way on every kind of cluster, through
 * the protocol that clients speak.
 */
public final class Evidence implements AutoCloseable {

    private final Cluster cluster;
    private final Admin admin;
    private final RecordReader records;
    private final AtomicBoolean first = new AtomicBoolean(true);

    /** Connects to a cluster; closing it leaves the cluster as it is. */
    public Evidence(Cluster cluster) {
        this.cluster = cluster;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200,
                // a question about a group is asked once more in the older way, and only after this
                AdminClientConfig.RETRY_BACKOFF_MS_CONFIG, 10,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) Answers.PATIENCE.toMillis()));
        this.records = new RecordReader(cluster.bootstrapServers());
    }

    /** Makes topics; when this returns, each partition has a leader that knows it, and all its replicas are in sync. */
    public void create(Collection<NewTopic> topics) {
        Answers.await(admin.createTopics(topics).all(), "make topics");
        List<String> names = topics.stream().map(NewTopic::name).toList();
        Wait.until("every replica to be in sync", Answers.PATIENCE, () -> inSync(names));
        // a leader answers this once it knows that it leads; the metadata says only what the controller wants
        List<TopicPartition> partitions = topics.stream().flatMap(topic -> partitions(topic).stream()).toList();
        Answers.ask("lead the new topics", () -> admin.listOffsets(partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()))).all());
    }

    /** Returns the partitions that a topic has when it is made. */
    public static List<TopicPartition> partitions(NewTopic topic) {
        // one that says itself where its replicas are to be has no number of partitions
        int count = topic.replicasAssignments() == null ? topic.numPartitions() : topic.replicasAssignments().size();
        return IntStream.range(0, count).mapToObj(partition -> new TopicPartition(topic.name(), partition)).toList();
    }

    /** Deletes topics; they are gone when this returns. */
    public void delete(Collection<String> topics) {
        // the client asks again where the broker that it asked has gone meanwhile: the topics may have gone by the first request
        Answers.answer("delete topics", admin.deleteTopics(topics).all());
    }

    /** Deletes topics that nobody needs any more; a cluster that does not do it within seconds keeps them. */
    public void deleteIfPossible(Collection<String> topics) {
        // some may never have been made, and the cluster may be going down
        Answers.awaitIfPossible(admin.deleteTopics(topics).all());
    }

    /**
     * Takes back what somebody has altered in the brokers since they were started; they go by their own settings when this
     * returns. Of brokers that this process has just started nobody has altered anything: the first call does nothing there, and
     * none does where the cluster is somebody else's.
     */
    public void takeBackAlterations() {
        boolean asStarted = first.getAndSet(false) && cluster instanceof OwnCluster;
        if (cluster.canStopBrokers() && !asStarted) {
            new Alterations(admin, cluster.brokers().keySet()).takeBack();
        }
    }

    /** Returns the ids of the brokers that the cluster has now. */
    public Set<Integer> brokers() {
        return Answers.await(admin.describeCluster().nodes(), "name its brokers").stream().map(Node::id)
                .collect(Collectors.toSet());
    }

    /** Waits until all brokers are back and every replica of every topic is in sync. */
    public void awaitAllInSync() {
        // asked for anew each time, as a topic may be deleted meanwhile
        Wait.until("every replica to be in sync", Answers.PATIENCE, () -> inSync(Answers.await(admin.listTopics().names(),
                "list the topics")));
    }

    /**
     * Waits until every broker has ids for producers. One that has just started asks the controller for a block of them at the
     * first producer's request, and refuses that one: it tries again a tenth of a second later (RPCProducerIdManager).
     */
    public void awaitProducerIds() {
        cluster.brokers().values().forEach(address -> Wait.until("ids for producers", Answers.PATIENCE,
                () -> hasProducerIds(address)));
    }

    private static boolean hasProducerIds(String address) {
        InitProducerIdRequestData question = new InitProducerIdRequestData().setTransactionalId(null)
                .setTransactionTimeoutMs(Integer.MAX_VALUE);
        try (BrokerConnection broker = new BrokerConnection(address)) {
            return ((InitProducerIdResponse) broker.ask(new InitProducerIdRequest.Builder(question).build())).error()
                    == Errors.NONE;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean inSync(Collection<String> topics) {
        return Answers.answer("describe topics", admin.describeTopics(topics).allTopicNames())
                .map(described -> described.values().stream().flatMap(topic -> topic.partitions().stream())
                        .allMatch(partition -> partition.leader() != null
                                && partition.isr().size() == partition.replicas().size()))
                .orElse(false);
    }

    private TopicDescription describe(String topic) {
        return Answers.ask("describe topics", () -> admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    }

    /** Returns the id of the broker that leads a partition. */
    public int leader(TopicPartition partition) {
        return describe(partition.topic()).partitions().get(partition.partition()).leader().id();
    }

    /** Returns the partitions of a topic. */
    public List<TopicPartition> partitions(String topic) {
        return describe(topic).partitions().stream().map(each -> new TopicPartition(topic, each.partition())).toList();
    }

    /** Returns every record of a topic that a consumer can read now, by partition and offset. */
    public List<Stored> records(String topic) {
        return records(partitions(topic));
    }

    /** Returns every record of some partitions that a consumer can read now; the others of a topic may be without a leader. */
    public List<Stored> records(List<TopicPartition> partitions) {
        return records.read(partitions);
    }

    /** Returns every batch of a topic as it lies in the log, by partition and offset. */
    public List<Batch> batches(String topic) {
        List<Batch> batches = new ArrayList<>();
        for (TopicPartition partition : partitions(topic)) {
            batches.addAll(BatchReader.read(cluster.brokers().get(leader(partition)), partition));
        }
        return batches;
    }

    /** Returns the beginning of each partition of a topic: the offset of the oldest record that is not deleted. */
    public Map<TopicPartition, Long> beginnings(String topic) {
        return offsets(topic, "beginning", OffsetSpec.earliest());
    }

    /** Returns the end of each partition of a topic: the offset that the next record will have. */
    public Map<TopicPartition, Long> ends(String topic) {
        return offsets(topic, "end", OffsetSpec.latest());
    }

    private Map<TopicPartition, Long> offsets(String topic, String which, OffsetSpec where) {
        Map<TopicPartition, OffsetSpec> each = partitions(topic).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> where));
        return Answers.ask("tell the " + which + " of " + topic, () -> admin.listOffsets(each).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** Returns whether a transaction is open on a topic: what comes after its first record cannot be read yet. */
    public boolean hasOpenTransaction(String topic) {
        Map<TopicPartition, OffsetSpec> each = partitions(topic).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> stable = Answers.ask("tell how far " + topic + " can be read",
                () -> admin.listOffsets(each, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
        return ends(topic).entrySet().stream().anyMatch(end -> stable.get(end.getKey()).offset() < end.getValue());
    }

    /** Deletes the oldest records of a partition, as its retention does; it begins at this offset when this returns. */
    public void trim(TopicPartition partition, long before) {
        Answers.await(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before))).all(),
                "delete records of " + partition);
    }

    /** Returns a consumer group, which need not exist. */
    public Group group(String name) {
        return new Group(name, cluster, admin, this);
    }

    @Override
    public void close() {
        records.close();
        admin.close(Duration.ZERO);
    }
}
