// Right: joins the group by the newer protocol, and seeks when the partitions have been dealt out.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class SeeksInTheListener {

    private static KafkaConsumer<String, String> consumer;
    private static Map<TopicPartition, Long> ends;
    private static final Set<TopicPartition> left = new HashSet<>();
    private static boolean assigned;

    public static void main(String[] args) {
        Function<Collection<TopicPartition>, Map<TopicPartition, Long>> places = places(args);
        if (places == null) {
            System.out.println("Usage: SeeksInTheListener (beginning | offset <n> | time <iso>)");
            System.exit(2);
        }
        consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "group.protocol", "consumer",
                "enable.auto.commit", "false"), new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(System.getenv("TOPIC")), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                if (partitions.isEmpty()) {
                    return;
                }
                ends = consumer.endOffsets(partitions);
                Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions);
                Map<TopicPartition, Long> from = places.apply(partitions);
                for (TopicPartition partition : partitions) {
                    Long place = from.get(partition);
                    if (place == null || place < oldest.get(partition) || place > ends.get(partition)) {
                        System.out.println("skipped: " + partition + " (" + place + ")");
                        consumer.pause(List.of(partition));
                    } else {
                        consumer.seek(partition, place);
                        left.add(partition);
                    }
                }
                assigned = true;
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                left.clear();
            }
        });
        while (!assigned || !left.isEmpty()) {
            for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(100))) {
                TopicPartition partition = new TopicPartition(each.topic(), each.partition());
                if (left.contains(partition) && each.offset() < ends.get(partition)) {
                    System.out.println(each);
                }
            }
            left.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
        }
        consumer.close();
    }

    private static Function<Collection<TopicPartition>, Map<TopicPartition, Long>> places(String[] args) {
        try {
            switch (args[0] + " " + (args.length - 1)) {
                case "beginning 0":
                    return partitions -> consumer.beginningOffsets(partitions);
                case "offset 1":
                    long offset = Long.parseLong(args[1]);
                    return partitions -> {
                        Map<TopicPartition, Long> same = new HashMap<>();
                        partitions.forEach(partition -> same.put(partition, offset));
                        return same;
                    };
                case "time 1":
                    long time = OffsetDateTime.parse(args[1]).toInstant().toEpochMilli();
                    return partitions -> {
                        Map<TopicPartition, Long> times = new HashMap<>();
                        partitions.forEach(partition -> times.put(partition, time));
                        Map<TopicPartition, Long> found = new HashMap<>();
                        consumer.offsetsForTimes(times).forEach((partition, answer) -> found.put(partition,
                                answer == null ? null : answer.offset()));
                        return found;
                    };
                default:
                    return null;
            }
        } catch (RuntimeException e) {
            return null;
        }
    }
}
