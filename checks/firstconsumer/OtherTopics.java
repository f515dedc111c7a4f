package checks.firstconsumer;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import workshop.check.Trial;

/** Topics that no run of lesson 04 is told of. Their names have that of a run's topic in them, at the beginning and at the end. */
public final class OtherTopics {

    private final List<NewTopic> topics;

    OtherTopics(Trial trial, NewTopic topic) {
        topics = List.of(trial.topicAround("", topic, "-archive"), trial.topicAround("old-", topic, ""));
    }

    List<NewTopic> all() {
        return topics;
    }

    /** Returns which of them a run reads, or its group has given it. */
    public Set<String> readBy(Run run) {
        Set<String> read = new TreeSet<>();
        run.group().members().forEach(member -> member.assignment().forEach(partition -> read.add(partition.topic())));
        topics.stream().map(NewTopic::name).filter(name -> run.attempt().traffic().readTo(new TopicPartition(name, 0)) >= 0)
                .forEach(read::add);
        read.remove(run.topic().name());
        return read;
    }
}
