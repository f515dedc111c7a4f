// Right: a consumer without a group for each partition, each on a thread of its own; prints JSON, sorted, when all are done.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class ThreadForEachPartition {

    private static String[] args;
    private static long number;

    public static void main(String[] arguments) throws Exception {
        args = arguments;
        if (!understood()) {
            System.err.println("I can begin at the beginning, at an offset (a number), or at a time (with a zone).");
            System.exit(2);
        }
        int count;
        try (KafkaConsumer<String, String> consumer = consumer()) {
            count = consumer.partitionsFor(System.getenv("TOPIC")).size();
        }
        ExecutorService pool = Executors.newFixedThreadPool(count);
        List<Future<List<ConsumerRecord<String, String>>>> parts = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            TopicPartition partition = new TopicPartition(System.getenv("TOPIC"), n);
            parts.add(pool.submit(() -> read(partition)));
        }
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        for (Future<List<ConsumerRecord<String, String>>> part : parts) {
            all.addAll(part.get());
        }
        all.sort(Comparator.comparing(ConsumerRecord<String, String>::timestamp));
        for (ConsumerRecord<String, String> record : all) {
            System.out.println("{\"partition\":" + record.partition() + ",\"offset\":" + record.offset() + ",\"key\":\"" + record.key()
                    + "\",\"order\":\""
                    + record.value().replace("\"", "\\\"") + "\"}");
        }
        pool.shutdown();
    }

    private static boolean understood() {
        try {
            if (args[0].equals("time")) {
                number = ZonedDateTime.parse(args[1]).toInstant().toEpochMilli();
            } else if (args[0].equals("offset")) {
                number = Long.valueOf(args[1]);
            }
            return args.length == (args[0].equals("beginning") ? 1 : 2) && List.of("beginning", "offset", "time").contains(args[0]);
        } catch (Exception e) {
            return false;
        }
    }

    private static List<ConsumerRecord<String, String>> read(TopicPartition partition) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToEnd(List.of(partition));
            long end = consumer.position(partition);
            consumer.seekToBeginning(List.of(partition));
            long start = consumer.position(partition);
            if (args[0].equals("offset")) {
                if (number < start || number >= end) {
                    System.err.println("partition " + partition.partition() + " holds " + start + " to " + end);
                    return records;
                }
                consumer.seek(partition, number);
            } else if (args[0].equals("time")) {
                OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(partition, number)).get(partition);
                if (found == null) {
                    System.err.println("partition " + partition.partition() + " is older");
                    return records;
                }
                consumer.seek(partition, found.offset());
            }
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(5)).records(partition).stream().filter(record -> record.offset() < end)
                        .forEach(records::add);
            }
        }
        return records;
    }

    private static KafkaConsumer<String, String> consumer() {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("auto.offset.reset", "none");
        config.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }
}
