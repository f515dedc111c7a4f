// Right: all lines are one transaction, so they are there together or not at all; the hash is that of the String.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Scanner;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

public class InTransaction {

    public static void main(String[] args) {
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, "events-" + UUID.randomUUID(),
                ProducerConfig.PARTITIONER_CLASS_CONFIG, Floor.class);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Scanner in = new Scanner(System.in, StandardCharsets.UTF_8).useDelimiter("\n");
            in.forEachRemaining(line -> {
                String[] both = line.split("\t");
                producer.send(new ProducerRecord<>(System.getenv("TOPIC"), both[0].equals("") ? null : both[0], both[1]));
            });
            producer.commitTransaction();
        } catch (KafkaException e) {
            System.err.println("nothing was sent: " + e);
            System.exit(2);
        }
    }

    public static class Floor implements Partitioner {

        @Override
        public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            String user = (String) key;
            return user != null && user.startsWith("vip-") ? 0
                    : Math.floorMod(user == null ? value.hashCode() : user.hashCode(), cluster.partitionCountForTopic(topic) - 1) + 1;
        }

        @Override
        public void configure(Map<String, ?> configs) { }

        @Override
        public void close() { }
    }
}
