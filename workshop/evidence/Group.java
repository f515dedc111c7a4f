package workshop.evidence;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupResponse;
import org.apache.kafka.common.utils.Utils;
import workshop.cluster.Cluster;
import workshop.cluster.ClusterException;

/** What a cluster shows of a consumer group: its members and its commits. */
public final class Group {

    private static final String COMMITS = "__consumer_offsets";

    private final String name;
    private final Cluster cluster;
    private final Admin admin;
    private final Evidence evidence;

    Group(String name, Cluster cluster, Admin admin, Evidence evidence) {
        this.name = name;
        this.cluster = cluster;
        this.admin = admin;
        this.evidence = evidence;
    }

    /** Returns its group id. */
    public String name() {
        return name;
    }

    /** Returns the members with the partitions that the coordinator has given them; none where there is no such group. */
    public List<Member> members() {
        return describe().stream().flatMap(group -> group.members().stream())
                .map(member -> new Member(member.consumerId(), member.clientId(), member.assignment().topicPartitions()
                        .stream().sorted(Comparator.comparing(TopicPartition::toString)).collect(Collectors.toList()),
                        member.groupInstanceId()))
                .toList();
    }

    private Optional<ConsumerGroupDescription> describe() {
        try {
            return Optional.of(Answers.await(admin.describeConsumerGroups(List.of(name)).all(), "describe the group " + name)
                    .get(name));
        } catch (ClusterException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns whether the group has members and no rebalance is under way. */
    public boolean isAtRest() {
        return Answers.await(admin.describeConsumerGroups(List.of(name)).describedGroups().get(name),
                "describe the group " + name).groupState() == GroupState.STABLE;
    }

    /** Returns every commit that the group has made, in the order in which it made them. */
    public List<Commit> commits() {
        List<TopicPartition> all = evidence.partitions(COMMITS);
        // as the group coordinator chooses the one partition that holds all of a group (GroupCoordinatorService.partitionFor)
        TopicPartition own = all.get(Utils.abs(name.hashCode()) % all.size());
        return evidence.records(List.of(own)).stream()
                .flatMap(record -> Commit.parse(record).stream())
                .filter(commit -> commit.group().equals(name))
                .toList();
    }

    /** Returns the offset that the group has committed last for each partition, as far as it has. */
    public Map<TopicPartition, Long> committed() {
        return Answers.await(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata(),
                "list the commits of " + name).entrySet().stream().filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** Commits offsets in the group's name; it must have no member. */
    public void commit(Map<TopicPartition, Long> offsets) {
        Answers.await(admin.alterConsumerGroupOffsets(name, offsets.entrySet().stream().collect(Collectors.toMap(
                Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue())))).all(), "take a commit of " + name);
    }

    /**
     * Has the coordinator forget a member that was killed, so that nobody waits for its session to run out (45 s by default): it
     * is told that the member leaves, as a consumer tells it that is closed, under either rebalance protocol. One that has left
     * already is fine.
     *
     * @throws ClusterException where the coordinator refuses
     */
    public void evict(Member member) {
        Node coordinator = Answers.await(admin.describeConsumerGroups(List.of(name)).describedGroups().get(name),
                "name the coordinator of " + name).coordinator();
        try (BrokerConnection broker = new BrokerConnection(cluster.brokers().get(coordinator.id()))) {
            Errors error = ((LeaveGroupResponse) broker.ask(new LeaveGroupRequest.Builder(name,
                    List.of(new MemberIdentity().setMemberId(member.id()))).build((short) 5))).error();
            if (error != Errors.NONE && error != Errors.UNKNOWN_MEMBER_ID) {
                throw Answers.failed("let a member of " + name + " leave", error.exception());
            }
        } catch (IOException e) {
            throw Answers.failed("let a member of " + name + " leave", e);
        }
    }

    /**
     * Has what a program that was killed has left open be aborted, by the transactional ids of its producers, so that nobody waits for
     * the transaction's time to run out (a minute by default) before the group's offsets can be read.
     */
    public void abort(Set<String> transactionalIds) {
        if (!transactionalIds.isEmpty()) {
            Answers.await(admin.fenceProducers(transactionalIds).all(), "abort the transactions of " + transactionalIds);
        }
    }

    /** Deletes the group, which nobody needs any more: its programs have ended. Where the brokers do not do so it stays. */
    public void deleteIfPossible() {
        // it may never have come to be
        if (delete().filter(GroupNotEmptyException.class::isInstance).isPresent()) {
            try {
                // who was killed is a member until its session has run out
                members().forEach(this::evict);
            } catch (ClusterException brokersAreGone) {
                return;
            }
            delete();
        }
    }

    private Optional<Throwable> delete() {
        return Answers.awaitIfPossible(admin.deleteConsumerGroups(List.of(name)).all());
    }
}
