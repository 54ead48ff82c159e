using Amazon.CDK;
using KillSwitch.Infra;

var app = new App();
new HomeStack(app, "KillSwitch", new StackProps { Description = "Kill switch for Amazon Bedrock: ledger and notifications" });
app.Synth();
