// Right: each partition draws a number for the user, and the highest wins; few users move when there is a partition more.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;

public class HighestDraw {

    public static void main(String[] args) throws IOException {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, Draw.class);
        var lost = new AtomicReference<Exception>();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            String line;
            while ((line = in.readLine()) != null) {
                String user = line.substring(0, line.indexOf('\t'));
                String event = line.substring(line.indexOf('\t') + 1);
                producer.send(new ProducerRecord<>(System.getenv("TOPIC"), user.isEmpty() ? null : user, event),
                        (stored, error) -> lost.compareAndSet(null, error));
            }
        }
        if (lost.get() != null) {
            throw new IOException(lost.get());
        }
    }

    public static class Draw implements Partitioner {

        static long draw(byte[] key, int partition) {
            CRC32 crc = new CRC32();
            crc.update(key);
            // CRC alone would draw alike for all partitions
            return (crc.getValue() + partition) * 0x9E3779B97F4A7C15L >>> 20 ^ partition * 0xC2B2AE3D27D4EB4FL >>> 32;
        }

        @Override
        public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
            if (key != null && ((String) key).startsWith("vip-")) {
                return 0;
            }
            byte[] drawn = keyBytes == null ? valueBytes : keyBytes;
            return cluster.partitionsForTopic(topic).stream().map(PartitionInfo::partition).filter(each -> each > 0)
                    .max(Comparator.comparing((Integer each) -> draw(drawn, each)).thenComparing(each -> each)).orElseThrow();
        }

        @Override
        public void configure(Map<String, ?> configs) { }

        @Override
        public void close() { }
    }
}
