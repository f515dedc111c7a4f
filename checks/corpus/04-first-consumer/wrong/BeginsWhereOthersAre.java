// Caught by fact 7, which says: each group has offsets of its own
// A new group takes over the offsets of another one that has read the topic.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class BeginsWhereOthersAre {

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest",
                "auto.commit.interval.ms", 1000,
                "fetch.max.bytes", 10_000_000);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (consumer) {
            consumer.subscribe(List.of(System.getenv("TOPIC")), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    consumer.committed(Set.copyOf(partitions)).forEach((partition, own) -> {
                        if (own == null && others().containsKey(partition)) {
                            consumer.seek(partition, others().get(partition));
                        }
                    });
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                }
            });
            while (true) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> System.out.println(record.partition() + "@"
                        + record.offset() + " " + record.key() + " = " + record.value()));
            }
        } catch (WakeupException e) {
            System.err.println("stopped");
        }
    }

    /** Returns how far the other groups have come. */
    private static Map<TopicPartition, OffsetAndMetadata> others() {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS")))) {
            for (GroupListing group : admin.listGroups().all().get()) {
                if (!group.groupId().equals(System.getenv("GROUP_ID"))) {
                    all.putAll(admin.listConsumerGroupOffsets(group.groupId()).partitionsToOffsetAndMetadata().get());
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }
}
