pipeline {
  agent { label 'ml' }
  stages {
    stage('Checkout') { steps { sh "cp -R '${params.EXAMPLE}/.' ." } }
    stage('Data')     { steps { versionData() } }
    stage('Train')    { steps { trainModel() } }
    stage('Validate') { steps { validateModel() } }
    stage('Package')  { steps { packageModel() } }
    stage('Canary')   { steps { deployCanary(onFail: 'unstable') } }
    stage('Drift')    { steps { checkDrift() } }
  }
}
