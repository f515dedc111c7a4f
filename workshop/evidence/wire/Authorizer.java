package workshop.evidence.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteShareGroupOffsetsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * Says which requests of a program reach a broker. Records, commits and questions do, whatever they name; a change of a topic
 * or a group does where it is the program's own; a change of the cluster, or what only brokers ask each other, does not.
 */
final class Authorizer {

    private enum Rule { PASSES, OWN, NEVER }

    private final Set<String> own;
    private final Traffic names;
    private final Seclusion seclusion;

    /** Takes the names of the topics and groups that a program may change; more may come to be in the set. */
    Authorizer(Set<String> own, Traffic names, Seclusion seclusion) {
        this.own = own;
        this.names = names;
        this.seclusion = seclusion;
    }

    /** Returns the request and on what it is, as in {@code DeleteTopics of orders}, where it is to reach no broker. */
    Optional<String> denies(ApiKeys kind, ApiMessage request) {
        return switch (rule(kind)) {
            case PASSES -> seclusion.othersGroup(request).map(group -> kind.name + " of " + group);
            case NEVER -> Optional.of(kind.name);
            case OWN -> others(request).map(what -> kind.name + " of " + what);
        };
    }

    private Optional<String> others(ApiMessage request) {
        return changed(request).filter(name -> !own.contains(name)).findFirst();
    }

    private Stream<String> changed(ApiMessage request) {
        if (request instanceof CreateTopicsRequestData create) {
            return create.topics().stream().map(topic -> topic.name());
        } else if (request instanceof DeleteTopicsRequestData delete) {
            return Stream.concat(delete.topicNames().stream(),
                    delete.topics().stream().map(topic -> names.name(topic.name(), topic.topicId())));
        } else if (request instanceof CreatePartitionsRequestData more) {
            return more.topics().stream().map(topic -> topic.name());
        } else if (request instanceof DeleteRecordsRequestData delete) {
            return delete.topics().stream().map(topic -> topic.name());
        } else if (request instanceof AlterConfigsRequestData alter) {
            return alter.resources().stream().map(each -> resource(each.resourceType(), each.resourceName()));
        } else if (request instanceof IncrementalAlterConfigsRequestData alter) {
            return alter.resources().stream().map(each -> resource(each.resourceType(), each.resourceName()));
        } else if (request instanceof DeleteGroupsRequestData delete) {
            return delete.groupsNames().stream();
        } else if (request instanceof OffsetDeleteRequestData delete) {
            return Stream.of(delete.groupId());
        } else if (request instanceof AlterShareGroupOffsetsRequestData alter) {
            return Stream.of(alter.groupId());
        } else if (request instanceof DeleteShareGroupOffsetsRequestData delete) {
            return Stream.of(delete.groupId());
        }
        return Stream.of("");
    }

    // an own topic or group by its name alone; what nobody owns with its kind before it
    private String resource(byte id, String name) {
        ConfigResource.Type type = ConfigResource.Type.forId(id);
        boolean ownable = type == ConfigResource.Type.TOPIC || type == ConfigResource.Type.GROUP;
        if (ownable && own.contains(name)) {
            return name;
        }
        String word = type.name().toLowerCase(Locale.ROOT);
        return name.isEmpty() ? "all " + word + "s" : word + " " + name;
    }

    // without a default: the compiler asks for what a later version of Kafka brings
    private static Rule rule(ApiKeys kind) {
        return switch (kind) {
            case PRODUCE, FETCH, LIST_OFFSETS, METADATA, OFFSET_COMMIT, OFFSET_FETCH, FIND_COORDINATOR, JOIN_GROUP, HEARTBEAT,
                    LEAVE_GROUP, SYNC_GROUP, DESCRIBE_GROUPS, LIST_GROUPS, SASL_HANDSHAKE, API_VERSIONS, INIT_PRODUCER_ID,
                    OFFSET_FOR_LEADER_EPOCH, ADD_PARTITIONS_TO_TXN, ADD_OFFSETS_TO_TXN, END_TXN, TXN_OFFSET_COMMIT, DESCRIBE_ACLS,
                    DESCRIBE_CONFIGS, DESCRIBE_LOG_DIRS, SASL_AUTHENTICATE, DESCRIBE_DELEGATION_TOKEN,
                    LIST_PARTITION_REASSIGNMENTS, DESCRIBE_CLIENT_QUOTAS, DESCRIBE_USER_SCRAM_CREDENTIALS, DESCRIBE_QUORUM,
                    DESCRIBE_CLUSTER, DESCRIBE_PRODUCERS, DESCRIBE_TRANSACTIONS, LIST_TRANSACTIONS, CONSUMER_GROUP_HEARTBEAT,
                    CONSUMER_GROUP_DESCRIBE, GET_TELEMETRY_SUBSCRIPTIONS, PUSH_TELEMETRY, LIST_CONFIG_RESOURCES,
                    DESCRIBE_TOPIC_PARTITIONS, SHARE_GROUP_HEARTBEAT, SHARE_GROUP_DESCRIBE, SHARE_FETCH, SHARE_ACKNOWLEDGE,
                    STREAMS_GROUP_HEARTBEAT, STREAMS_GROUP_DESCRIBE, STREAMS_GROUP_TOPOLOGY_DESCRIPTION_UPDATE,
                    DESCRIBE_SHARE_GROUP_OFFSETS -> Rule.PASSES;
            case CREATE_TOPICS, DELETE_TOPICS, CREATE_PARTITIONS, DELETE_RECORDS, ALTER_CONFIGS, INCREMENTAL_ALTER_CONFIGS,
                    DELETE_GROUPS, OFFSET_DELETE, ALTER_SHARE_GROUP_OFFSETS, DELETE_SHARE_GROUP_OFFSETS -> Rule.OWN;
            case LEADER_AND_ISR, STOP_REPLICA, UPDATE_METADATA, CONTROLLED_SHUTDOWN, WRITE_TXN_MARKERS, CREATE_ACLS, DELETE_ACLS,
                    ALTER_REPLICA_LOG_DIRS, CREATE_DELEGATION_TOKEN, RENEW_DELEGATION_TOKEN, EXPIRE_DELEGATION_TOKEN,
                    ELECT_LEADERS, ALTER_PARTITION_REASSIGNMENTS, ALTER_CLIENT_QUOTAS, ALTER_USER_SCRAM_CREDENTIALS, VOTE,
                    BEGIN_QUORUM_EPOCH, END_QUORUM_EPOCH, ALTER_PARTITION, UPDATE_FEATURES, ENVELOPE, FETCH_SNAPSHOT,
                    BROKER_REGISTRATION, BROKER_HEARTBEAT, UNREGISTER_BROKER, ALLOCATE_PRODUCER_IDS, CONTROLLER_REGISTRATION,
                    ASSIGN_REPLICAS_TO_DIRS, ADD_RAFT_VOTER, REMOVE_RAFT_VOTER, UPDATE_RAFT_VOTER,
                    INITIALIZE_SHARE_GROUP_STATE, READ_SHARE_GROUP_STATE, WRITE_SHARE_GROUP_STATE, DELETE_SHARE_GROUP_STATE,
                    READ_SHARE_GROUP_STATE_SUMMARY, UNREGISTER_CONTROLLER -> Rule.NEVER;
        };
    }
}
