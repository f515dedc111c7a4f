package checks;

import checks.orderpipeline.Storm;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;

@Check
class OrderPipelineCheck {

    private final Storm storm;

    OrderPipelineCheck(Trial trial) {
        storm = new Storm(trial);
    }

    @Fact(order = 1, value = "stays at work, whatever the storm brings")
    void staysUp() {
        storm.rage();
        System.err.println("END " + storm.describe());
    }
}
