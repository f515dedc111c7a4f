// Caught by fact 2, which says: The same name has to give the same partition
// keyBytes.hashCode() is a number that the JVM gives to each array, whatever its bytes are.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.StringSerializer;

public class HashOfTheArray {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "events");

    static final AtomicInteger NOT_SENT = new AtomicInteger();

    public static void main(String[] args) throws IOException {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 12_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, VipPartitioner.class);

        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                send(producer, line);
            }
        }
        if (NOT_SENT.get() > 0) {
            System.exit(1);
        }
    }

    static void send(KafkaProducer<String, String> producer, String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            notSent(line, "there is no tab between the user and the event");
            return;
        }
        String user = tab == 0 ? null : line.substring(0, tab);
        try {
            producer.send(new ProducerRecord<>(TOPIC, user, line.substring(tab + 1)), (stored, error) -> {
                if (error == null) {
                    System.out.println("partition " + stored.partition() + ": " + line);
                } else {
                    notSent(line, error);
                }
            });
        } catch (RuntimeException e) {
            notSent(line, e);
        }
    }

    static void notSent(String line, Object reason) {
        System.err.println("not sent: " + line + ": " + reason);
        NOT_SENT.incrementAndGet();
    }

    public static class VipPartitioner implements Partitioner {

        @Override
        public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            int partitions = cluster.partitionCountForTopic(topic);
            if (key == null) {
                return 1;
            }
            if (key.toString().startsWith("vip-")) {
                return 0;
            }
            return 1 + (keyBytes.hashCode() & 0x7fffffff) % (partitions - 1);
        }

        @Override
        public void configure(Map<String, ?> configs) { }

        @Override
        public void close() { }
    }
}
