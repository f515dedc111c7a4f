package workshop.cluster.external;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;

/** Deletes what checks have made on a cluster. Members of a group are those of programs that run no more. */
final class Sweep {

    private static final long PATIENCE_SECONDS = 15;

    private final Admin admin;

    Sweep(Admin admin) {
        this.admin = admin;
    }

    /** Deletes the topics and the groups of these names, as far as that is possible, and returns whether none is left. */
    boolean of(Set<String> names) {
        try {
            Collection<String> topics = common(await(admin.listTopics().names()), names);
            if (!topics.isEmpty()) {
                await(admin.deleteTopics(topics).all());
            }
            Collection<String> groups = groups(names);
            for (String group : groups) {
                delete(group);
            }
            return groups.isEmpty() || groups(names).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Collection<String> groups(Set<String> names) throws ExecutionException, InterruptedException, TimeoutException {
        return common(await(admin.listGroups().all()).stream().map(GroupListing::groupId).toList(), names);
    }

    private void delete(String group) throws InterruptedException, TimeoutException {
        try {
            // a member that was killed would stay until its session has run out, and the group with it
            await(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions()).all());
        } catch (ExecutionException noMember) {
            // then it can be deleted as it is, or not at all
        }
        try {
            await(admin.deleteConsumerGroups(List.of(group)).all());
        } catch (ExecutionException stays) {
            // the next look at the groups tells
        }
    }

    private static Collection<String> common(Collection<String> there, Set<String> names) {
        Set<String> common = new TreeSet<>(there);
        common.retainAll(names);
        return common;
    }

    private static <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
