// Right: commits each order by itself, and stops between two of them.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RoundRobinAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class OneRecordAtATime {

    static volatile boolean goOn = true;

    public static void main(String[] args) throws InterruptedException {
        Thread worker = new Thread(OneRecordAtATime::work);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            goOn = false;
            try {
                worker.join();
            } catch (InterruptedException e) {
                System.err.println(e);
            }
        }));
        worker.start();
        worker.join();
    }

    static void work() {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest",
                "heartbeat.interval.ms", 250,
                "max.poll.records", 1,
                "partition.assignment.strategy", RoundRobinAssignor.class.getName(),
                "enable.auto.commit", false);
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(System.getenv("TOPIC")), new ConsumerRebalanceListener() {

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    System.out.println("now assigned are " + consumer.assignment());
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    System.out.println("revoked are " + consumer.assignment());
                }
            });
            while (goOn) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                    System.out.println("PROCESSED [" + record.value() + "]");
                    try {
                        consumer.commitSync(Map.of(new TopicPartition(record.topic(), record.partition()),
                                new OffsetAndMetadata(record.offset() + 1)));
                    } catch (CommitFailedException e) {
                        System.out.println("not committed, others have it: " + record.offset());
                    }
                }
            }
        }
    }
}
