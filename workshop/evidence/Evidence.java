package workshop.evidence;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;

/**
 * What a cluster shows of what happened on it: records, batches, commits, members of groups. Read the same way on every
 * kind of cluster, through the protocol that clients speak.
 */
public final class Evidence implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration DELETION = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Admin admin;
    private final RecordReader records;

    /** Connects to a cluster; closing it leaves the cluster as it is. */
    public Evidence(Cluster cluster) {
        this.cluster = cluster;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers(),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis()));
        this.records = new RecordReader(cluster.bootstrapServers());
    }

    /** Makes topics; when this returns, each partition has a leader that knows it, and all its replicas are in sync. */
    public void create(Collection<NewTopic> topics) {
        await(admin.createTopics(topics).all(), "make topics");
        List<String> names = topics.stream().map(NewTopic::name).toList();
        Wait.until("every replica to be in sync", PATIENCE, () -> inSync(names));
        // a leader answers this once it knows that it leads; the metadata says only what the controller wants
        List<TopicPartition> partitions = topics.stream().flatMap(topic -> IntStream.range(0, count(topic))
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))).toList();
        ask("lead the new topics", () -> admin.listOffsets(partitions.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()))).all());
    }

    private static int count(NewTopic topic) {
        // one that says itself where its replicas are to be has no number of partitions
        return topic.replicasAssignments() == null ? topic.numPartitions() : topic.replicasAssignments().size();
    }

    /** Deletes topics. */
    public void delete(Collection<String> topics) {
        await(admin.deleteTopics(topics).all(), "delete topics");
    }

    /** Deletes topics that nobody needs any more; a cluster that does not do it within seconds keeps them. */
    public void deleteIfPossible(Collection<String> topics) {
        // some may never have been made, and the cluster may be going down
        awaitIfPossible(admin.deleteTopics(topics).all());
    }

    /** Deletes groups that nobody needs any more; where a group still has members it stays. */
    public void deleteGroupsIfPossible(Collection<String> groups) {
        // some may never have come to be
        awaitIfPossible(admin.deleteConsumerGroups(groups).all());
    }

    private static void awaitIfPossible(KafkaFuture<Void> deletion) {
        try {
            deletion.get(DELETION.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the ids of the brokers that the cluster has now. */
    public Set<Integer> brokers() {
        return await(admin.describeCluster().nodes(), "name its brokers").stream().map(Node::id)
                .collect(Collectors.toSet());
    }

    /** Waits until all brokers are back and every replica of every topic is in sync. */
    public void awaitAllInSync() {
        // asked for anew each time, as a topic may be deleted meanwhile
        Wait.until("every replica to be in sync", PATIENCE, () -> inSync(await(admin.listTopics().names(),
                "list the topics")));
    }

    private boolean inSync(Collection<String> topics) {
        return answer("describe topics", admin.describeTopics(topics).allTopicNames())
                .map(described -> described.values().stream().flatMap(topic -> topic.partitions().stream())
                        .allMatch(partition -> partition.leader() != null
                                && partition.isr().size() == partition.replicas().size()))
                .orElse(false);
    }

    private TopicDescription describe(String topic) {
        return ask("describe topics", () -> admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
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

    /** Returns every commit that a group has made, in the order in which it made them for each partition. */
    public List<Commit> commits(String group) {
        return records("__consumer_offsets").stream()
                .flatMap(record -> Commit.parse(record).stream())
                .filter(commit -> commit.group().equals(group))
                .toList();
    }

    /** Returns the offset that a group has committed last for each partition, as far as it has. */
    public Map<TopicPartition, Long> committed(String group) {
        return await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), "list the commits of " + group)
                .entrySet().stream().filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** Returns the end of each partition of a topic: the offset that the next record will have. */
    public Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> latest = partitions(topic).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return ask("tell the end of " + topic, () -> admin.listOffsets(latest).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /**
     * Has the coordinator forget a member that was killed, so that nobody waits for its session to run out (45 s by default): it
     * is told that the member leaves, as a consumer tells it that is closed, under either rebalance protocol.
     */
    public void evict(String group, Member member) {
        Node coordinator = await(admin.describeConsumerGroups(List.of(group)).describedGroups().get(group),
                "name the coordinator of " + group).coordinator();
        try (BrokerConnection broker = new BrokerConnection(cluster.brokers().get(coordinator.id()))) {
            broker.ask(new LeaveGroupRequest.Builder(group, List.of(new MemberIdentity().setMemberId(member.id())))
                    .build((short) 5));
        } catch (IOException e) {
            throw failed("let a member of " + group + " leave", e);
        }
    }

    /** Returns the members of a consumer group with the partitions that the coordinator has given them; none without a group. */
    public List<Member> members(String group) {
        Map<String, ConsumerGroupDescription> described;
        try {
            described = await(admin.describeConsumerGroups(List.of(group)).all(), "describe the group " + group);
        } catch (ClusterException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw e;
        }
        return described.get(group).members().stream()
                .map(member -> new Member(member.consumerId(), member.clientId(), member.assignment().topicPartitions()
                        .stream().sorted(Comparator.comparing(TopicPartition::toString)).collect(Collectors.toList())))
                .toList();
    }

    /** Asks until the broker that answers has heard of the topics: news of a topic reaches the brokers one by one. */
    private static <T> T ask(String what, Supplier<KafkaFuture<T>> question) {
        AtomicReference<T> answer = new AtomicReference<>();
        Wait.until("the cluster to " + what, PATIENCE, () -> {
            answer(what, question.get()).ifPresent(answer::set);
            return answer.get() != null;
        });
        return answer.get();
    }

    /** Returns the answer of the cluster, or nothing where the broker that was asked does not know a topic. */
    private static <T> Optional<T> answer(String what, KafkaFuture<T> future) {
        try {
            return Optional.of(future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failed(what, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw failed(what, e);
        }
    }

    /** Waits for what the cluster was asked; trouble is the cluster's, never that of a program. */
    private static <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failed(what, e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw failed(what, e);
        }
    }

    private static ClusterException failed(String what, Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String why = cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException
                ? " within " + PATIENCE.toSeconds() + " s; are its brokers still there?" : ": " + cause;
        return new ClusterException("the cluster did not " + what + why, cause);
    }

    @Override
    public void close() {
        records.close();
        admin.close(Duration.ZERO);
    }
}
