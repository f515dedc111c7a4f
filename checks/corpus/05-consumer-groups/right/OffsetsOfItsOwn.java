// Right: keeps the offsets itself, commits those of revoked partitions alone, and stops at once.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class OffsetsOfItsOwn implements ConsumerRebalanceListener {

    static volatile boolean running = true;

    final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    final KafkaConsumer<String, String> consumer;

    OffsetsOfItsOwn(Map<String, Object> config) {
        consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        System.out.println("assigned");
        partitions.forEach(partition -> System.out.println("  was assigned partition " + partition.partition()));
    }

    // lost partitions come here too: the commit fails then, which does no harm
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> leaving = new HashMap<>(done);
        leaving.keySet().retainAll(partitions);
        done.keySet().removeAll(partitions);
        try {
            consumer.commitSync(leaving);
        } catch (CommitFailedException e) {
            System.out.println("too late to commit " + leaving.keySet());
        }
        partitions.forEach(partition -> System.out.println("  partition " + partition.partition() + " was revoked"));
    }

    void run() {
        try (consumer) {
            consumer.subscribe(List.of(System.getenv("TOPIC")), this);
            while (running) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (!running) {
                        break;
                    }
                    System.out.println("processed " + record.value());
                    done.put(new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1));
                }
                consumer.commitAsync(Map.copyOf(done), null);
            }
        }
    }

    public static void main(String[] args) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                System.err.println(e);
            }
        }));
        new OffsetsOfItsOwn(Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"), "auto.offset.reset", "earliest", "enable.auto.commit", false,
                "heartbeat.interval.ms", 300,
                "partition.assignment.strategy", CooperativeStickyAssignor.class.getName())).run();
    }
}
