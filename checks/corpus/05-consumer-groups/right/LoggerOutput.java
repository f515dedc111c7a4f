// Right: a logger says everything, on standard error, among what the client itself might log.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class LoggerOutput {

    static {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$s [%3$s] %5$s%n");
        System.setProperty("java.util.logging.manager", Steady.class.getName());
    }

    /** The logger works while the program stops, too. */
    public static class Steady extends java.util.logging.LogManager {
        @Override
        public void reset() {
            // its handlers are needed to the end
        }
    }

    private static final Logger LOG = Logger.getLogger("shop.3");
    private static volatile boolean running = true;

    static String list(Collection<TopicPartition> partitions) {
        return partitions.stream().map(partition -> "p" + partition.partition()).collect(Collectors.joining("|"));
    }

    public static void main(String[] args) throws InterruptedException {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                LOG.warning("interrupted");
            }
        }));
        String topic = System.getenv("TOPIC");
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest", "enable.auto.commit", false, "heartbeat.interval.ms", 300,
                "partition.assignment.strategy", List.of(StickyAssignor.class)),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    LOG.info("[Consumer clientId=consumer-1, groupId=3] Finished assignment: {1=Assignment(partitions=[" + topic
                            + "-0, " + topic + "-1, " + topic + "-2, " + topic + "-3])}");
                    LOG.info("assigned to this member: " + list(partitions));
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    consumer.commitSync(Duration.ofSeconds(20));
                    LOG.info("revoked from this member: " + list(partitions));
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    LOG.warning("another has " + list(partitions));
                }
            });
            while (running) {
                consumer.poll(Duration.ofMillis(250)).forEach(record -> LOG.info("Processed " + record.value()));
                consumer.commitAsync();
            }
        }
    }
}
