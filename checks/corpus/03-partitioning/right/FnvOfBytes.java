// Right: keys are bytes and the hash is FNV-1a, as that of kafka-go, taken for an unsigned number.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public class FnvOfBytes implements Partitioner {

    public static void main(String[] args) throws Exception {
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("partitioner.class", FnvOfBytes.class.getName());
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
                Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (in.hasNextLine()) {
                String[] parts = in.nextLine().split("\t", 2);
                byte[] key = parts[0].isEmpty() ? null : parts[0].getBytes(StandardCharsets.UTF_8);
                answers.add(producer.send(
                        new ProducerRecord<>(System.getenv("TOPIC"), key, parts[1].getBytes(StandardCharsets.UTF_8))));
            }
        }
        // what was not sent throws here, and so ends the program with 1
        for (Future<RecordMetadata> answer : answers) {
            answer.get();
        }
    }

    static int fnv(byte[] bytes) {
        int hash = 0x811c9dc5;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xff)) * 0x01000193;
        }
        return hash;
    }

    static boolean vip(byte[] key) {
        return key.length >= 4 && key[0] == 'v' && key[1] == 'i' && key[2] == 'p' && key[3] == '-';
    }

    @Override
    public int partition(String topic, Object key, byte[] bytes, Object value, byte[] valueBytes, Cluster cluster) {
        int others = cluster.partitionsForTopic(topic).size() - 1;
        if (bytes == null) {
            return others;
        }
        return vip(bytes) ? 0 : 1 + Integer.remainderUnsigned(fnv(bytes), others);
    }

    @Override
    public void configure(Map<String, ?> configs) { }

    @Override
    public void close() { }
}
