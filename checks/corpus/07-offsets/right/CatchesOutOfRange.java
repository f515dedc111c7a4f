// Right: seeks wherever it is told to, has the consumer throw where that is out of range, and logs on standard error.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-simple:1.7.36

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

public class CatchesOutOfRange {

    private static final Logger LOG = Logger.getLogger("replay");

    public static void main(String[] args) {
        String what = String.join(" ", args);
        if (!what.matches("beginning|offset \\d{1,18}|time \\S+")) {
            LOG.severe("usage: beginning, offset N or time T");
            Runtime.getRuntime().exit(2);
        }
        Instant time = null;
        try {
            time = args[0].equals("time") ? Instant.parse(args[1]) : null;
        } catch (DateTimeParseException e) {
            LOG.severe("usage: a time such as " + Instant.now());
            Runtime.getRuntime().exit(2);
        }
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("group.id", System.getenv("GROUP_ID"));
        config.put("enable.auto.commit", "false");
        config.put("auto.offset.reset", "none");
        config.put("max.poll.records", "7");
        config.put("fetch.max.wait.ms", "10");
        config.put("key.deserializer", ByteArrayDeserializer.class.getName());
        config.put("value.deserializer", ByteArrayDeserializer.class.getName());
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config);
        Set<TopicPartition> left = consumer.partitionsFor(System.getenv("TOPIC")).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).collect(Collectors.toCollection(HashSet::new));
        consumer.assign(left);
        Map<TopicPartition, Long> ends = consumer.endOffsets(left);
        if (time != null) {
            long millis = time.toEpochMilli();
            consumer.offsetsForTimes(left.stream().collect(Collectors.toMap(each -> each, each -> millis)))
                    .forEach((partition, found) -> {
                        consumer.seek(partition, found == null ? ends.get(partition) : found.offset());
                        if (found == null) {
                            LOG.warning(partition + ": no order since then");
                        }
                    });
        } else if (args[0].equals("offset")) {
            left.forEach(partition -> consumer.seek(partition, Long.parseLong(args[1])));
        } else {
            consumer.seekToBeginning(left);
        }
        while (!left.isEmpty()) {
            try {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (left.contains(new TopicPartition(record.topic(), record.partition()))
                            && record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                        LOG.info(record.topic() + "-" + record.partition() + "@" + record.offset() + " of "
                                + new String(record.key(), StandardCharsets.UTF_8) + " "
                                + new String(record.value(), StandardCharsets.UTF_8));
                    }
                });
            } catch (OffsetOutOfRangeException e) {
                e.offsetOutOfRangePartitions().forEach((partition, offset) -> {
                    LOG.warning(offset + " is out of range on " + partition);
                    left.remove(partition);
                });
                consumer.assign(left);
                continue;
            }
            left.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            consumer.pause(consumer.assignment().stream().filter(partition -> !left.contains(partition)).toList());
        }
        consumer.close();
    }
}
