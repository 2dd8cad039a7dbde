def best
node('ml') {
  stage('Checkout') { sh "cp -R '${params.EXAMPLE}/.' ." }
  stage('Data') {
    def data = versionData(path: 'data/*.csv')
    echo "rows: ${data.metrics.rows}, ${data.dataVersion}"
  }
  stage('Train') {
    def models = [:]
    parallel(
      linear: { models.linear = trainModel(algorithm: 'linear') },
      mlp: { models.mlp = trainModel(algorithm: 'mlp', epochs: 20, settings: 'hidden=[16]') }
    )
    best = models.values().max { it.metrics.accuracy }
    echo "best: ${best.run}"
  }
  stage('Judge') {
    def verdict = validateModel(run: best.run, onFail: 'continue')
    if (!verdict.passed) { error verdict.summary }
    packageModel(run: best.run)
    def canary = deployCanary(run: best.run, environment: 'staging', traffic: 'replay')
    echo "version ${canary.version} serves"
    def drift = checkDrift(run: best.run, current: 'incoming/*.csv', share: 0.9)
    echo "drifted: ${drift.metrics.share}"
  }
}
