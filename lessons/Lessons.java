//SOURCES ../checks/FirstProducerCheck.java ../checks/firstproducer/*.java
//SOURCES ../checks/BatchingCheck.java ../checks/batching/*.java
//SOURCES ../checks/PartitioningCheck.java ../checks/partitioning/*.java
//SOURCES ../checks/FirstConsumerCheck.java ../checks/firstconsumer/*.java
//SOURCES ../checks/ConsumerGroupCheck.java ../checks/consumergroup/*.java
//SOURCES ../checks/ManualCommitCheck.java ../checks/manualcommit/*.java
//SOURCES ../checks/OffsetsCheck.java ../checks/offsets/*.java
//SOURCES ../checks/LagCheck.java ../checks/lag/*.java
//SOURCES ../checks/ErrorsCheck.java ../checks/errors/*.java
//SOURCES ../checks/OrderPipelineCheck.java ../checks/orderpipeline/*.java
package lessons;

import java.util.List;

/** The lessons of the course. One more is a line above, for its check, and a line below. */
public final class Lessons {

    /** The folder and the name of each lesson, in the order of their numbers. */
    public static final List<String> ALL = List.of(
            "01-first-producer/FirstProducer",
            "02-batching/Batching",
            "03-partitioning/Partitioning",
            "04-first-consumer/FirstConsumer",
            "05-consumer-groups/ConsumerGroup",
            "06-manual-commit/ManualCommit",
            "07-offsets/Offsets",
            "08-lag/Lag",
            "09-errors/Errors",
            "10-production/OrderPipeline");

    private Lessons() {
    }
}
