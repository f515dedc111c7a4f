// Right: a poor hash, the sum of the characters, is the same each time all the same; nobody's events go in turn.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.StringSerializer;

public class SumOfCharacters {

    public static void main(String[] args) throws IOException {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "key.serializer", StringSerializer.class,
                "value.serializer", StringSerializer.class,
                "partitioner.class", BySum.class,
                "vip.prefix", "vip-");
        KafkaProducer<String, String> producer = new KafkaProducer<>(config);
        AtomicLong failed = new AtomicLong();
        String all = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        all.lines().map(line -> line.split("\t")).forEach(parts -> producer.send(
                new ProducerRecord<>(System.getenv("TOPIC"), parts[0].isEmpty() ? null : parts[0], parts[1]),
                (stored, error) -> failed.addAndGet(error == null ? 0 : 1)));
        producer.flush();
        producer.close();
        System.exit(failed.intValue() == 0 ? 0 : 3);
    }

    public static final class BySum implements Partitioner {

        private final AtomicLong turn = new AtomicLong();
        private String prefix;

        @Override
        public void configure(Map<String, ?> configs) {
            prefix = (String) configs.get("vip.prefix");
        }

        @Override
        public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            int last = cluster.partitionCountForTopic(topic) - 1;
            if (key instanceof String user) {
                return user.startsWith(prefix) ? 0 : 1 + user.chars().sum() % last;
            }
            return (int) (1 + turn.getAndIncrement() % last);
        }

        @Override
        public void close() { }
    }
}
