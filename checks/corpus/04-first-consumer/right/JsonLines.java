// Right: a pattern in place of a list, a listener, and lines of JSON on both streams between a great deal of noise.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class JsonLines {

    public static void main(String[] args) {
        ExecutorService loop = Executors.newSingleThreadExecutor();
        loop.submit(JsonLines::read);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // interrupts the loop
            loop.shutdownNow();
            try {
                loop.awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static void read() {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
                "auto.offset.reset", "earliest",
                "auto.commit.interval.ms", 1000,
                "fetch.max.bytes", 5_000_000), new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(Pattern.compile(Pattern.quote(System.getenv("TOPIC"))), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                System.out.println("revoked " + partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                System.out.println("assigned " + partitions);
            }
        });
        try {
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    String line = "{\"level\": \"INFO\", \"partition\": " + record.partition() + ", \"offset\": "
                            + record.offset() + ", \"key\": \"" + record.key() + "\", \"value\": \""
                            + record.value().replace("\"", "\\\"") + "\"}";
                    System.out.println(line);
                    System.err.println(line);
                    System.out.println("an order of " + record.value().length() + " characters, 1 error(s), offset -1");
                }
            }
        } catch (InterruptException e) {
            // close() would throw at once
            Thread.interrupted();
        } finally {
            consumer.close();
        }
    }
}
