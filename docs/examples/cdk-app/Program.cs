using Amazon.CDK;
using KillSwitch.Bedrock.Cdk;

var app = new App();
_ = new BedrockKillSwitch(app, "Guard", new BedrockKillSwitchProps
{
    Email = "oncall@example.com",
    Operators = ["role/oncall"],
});
app.Synth();
